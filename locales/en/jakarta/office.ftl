### What Jakarta's office says in other words than all. Its address is no proper name, so it is said in English here.

sys-receipt = Thank you. We have *received* your request.
    Number: *{ $ticket }*
    Sent: { $time }
    Officers check the papers during working hours. We keep you informed in this chat.
sys-forms = The request is filled from your answers, so you need no form. A blank form F-1.07 (letter of attorney) is available at the kelurahan office where you are registered.
sys-consent-refused = All right, the request goes no further and we do not use your data. You can still come to the kelurahan office where you are registered, or ask an officer.
case-ready = Good news! Request *{ $ticket }* is *ready for pickup*.
    Queue number: *{ $queue }*
    Place: { $place }
    Time: { $date }, { $hours }
    Bring: this queue number, the family card, and the old card if it is damaged. It is free of charge.
faq-requirements = Lost KTP-el: the *police letter of loss* and the *family card*. Damaged KTP-el: the *damaged card* is enough. After recording: the *family card*. After moving: the *new family card* and the *old KTP*. If someone else files it: also a *{ -attorney }*.
faq-represent = Someone else may file it, with the owner's *{ -attorney }* bearing a Rp10.000 stamp duty. Start the request as usual; we will ask whose KTP it is.
faq-duration = The card can be collected on the day that you choose at the end of the request. We tell you in this chat when it is ready.
faq-pickup = You choose the place, day and hour of the pickup yourself at the end of the request. Pickup hours: { $hours }. Please bring the queue number and your family card.
# This office publishes no telephone number: only the ways that there are.
faq-hours = Hours: *{ $hours }*
    Address: the kelurahan office where you are registered
    Website: { $phone }
faq-complaint = We are sorry for your experience. You can complain through:
    • Complaint desk and suggestion box: the kelurahan office where you are registered
    • Website: { $website }
    • Facebook: { $facebook }
    • { -lapor }: complaints, suggestions, requests for information
    Or tell an officer here: what happened, when and where.

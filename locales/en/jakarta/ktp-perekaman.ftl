### The first KTP-el in Jakarta, after the recording.

ktp-perekaman-title = KTP after recording
ktp-perekaman-title-words = after recording, i was recorded, first ktp, print my first ktp
ktp-perekaman-intro = All right, let us have your KTP-el printed after the recording: a few short questions, *free of charge*. Please have the family card at hand.
ktp-perekaman-requirements = For a KTP-el after recording: the *family card* and the NIK. Photo, fingerprints and irises must have been recorded.

ktp-perekaman-consent = Before we start, please give your agreement. We use your NIK, family card number, photo of the family card, this chat account and your phone number *only* to process the KTP-el request. Messages pass through the chat app (servers abroad); files are kept on the office's server and photos are deleted { $days } days after it is done. You may ask to see, change or delete your data at any time: type *my data*.
ktp-perekaman-consent-help = Without your agreement the request cannot be handled in the chat. Choose *More details* to read what it means, or *I do not agree* to go to your kelurahan instead.
ktp-perekaman-consent-more = *How your data are used* (consent-jakarta-perekaman-2026-11)
    • Responsible: { $office }
    • Basis: public service (Law 27/2022 article 20), and your agreement to being served in a chat
    • Data: the NIK, family card number, photo of the family card, name, day of the recording, phone number, chat account; only what is needed
    • Who sees them: the officers who process the request; each opening of a photo is recorded
    • Kept: photos { $days } days after it is done, the chat 1 year, the record of your agreement 5 years
    • Your rights: to see, correct, restrict and delete them and to withdraw; we answer within 3×24 hours. Type *my data*
    • Contact: { $contact }
    Saying no takes no right away: the request can still be made at your kelurahan.

ktp-perekaman-recorded = Have your photo, fingerprints and irises *been recorded* for the KTP-el before?
ktp-perekaman-recorded-help = It is done once, at a kelurahan, a district office, a school or a service van. If you are not sure, choose *Never*; an officer looks it up.
ktp-perekaman-recorded-label = Recording
ktp-perekaman-recorded-yes = Recorded
ktp-perekaman-recorded-yes-words = yes, done, already, i was
ktp-perekaman-recorded-no = Never
ktp-perekaman-recorded-no-words = no, not yet, i was not, not sure
ktp-perekaman-not-recorded = A first KTP-el needs photo, fingerprints and irises to be recorded, so please come to your kelurahan with the family card. After that it can be printed through this chat.
ktp-perekaman-not-recorded-help = This step needs an officer's help. If you were recorded before, type *back*.

ktp-perekaman-nik = Please type the *NIK* of the owner (16 digits). It is on the family card or a copy of the KTP. Example: 3174 0112 0385 9901
ktp-perekaman-nik-help = A NIK has 16 digits, for example 3174 0112 0385 9901. Look on the family card, a certificate, the BPJS card or a copy of the KTP.
ktp-perekaman-nik-label = NIK
ktp-perekaman-name = Please type the *full name* of the owner, as on the family card.
ktp-perekaman-name-help = Type the name only, in letters, for example *Siti Aminah*.
ktp-perekaman-name-label = Name
ktp-perekaman-recorded-on = On which day was it recorded? Roughly is fine, for example *12 May 2026* or *3 weeks ago*.
ktp-perekaman-recorded-on-help = The day helps officers to find your recording, for example *12 May 2026*. Choose *Skip* if you do not remember.
ktp-perekaman-recorded-on-label = Day of recording
ktp-perekaman-kk = Please type the *family card number* (16 digits), printed below the title KARTU KELUARGA.
ktp-perekaman-kk-help = The number is at the very top of the family card and differs from the NIK. If it is hard to read, choose *I do not know*.
ktp-perekaman-kk-help-words = lost it, lost too, is lost, at home, same as the nik, same as nik, same as my nik, difference
ktp-perekaman-kk-label = Family card no.
ktp-perekaman-kk-label-words = kk, family card number, family card
ktp-perekaman-kk-without = I do not know
ktp-perekaman-kk-without-words = don't know, i don't know, unknown, no idea, not sure, forgot, i do not remember
ktp-perekaman-kk-copy = Please send a photo of the *family card*: the whole sheet in view, readable, without reflections.
ktp-perekaman-kk-copy-help = Put the family card on a bright table and take a photo of the whole sheet from above, or send the PDF. If you do not have it yet, choose *Not yet*.
ktp-perekaman-kk-copy-label = Family card photo
ktp-perekaman-kk-copy-later = Not yet
ktp-perekaman-kk-copy-later-words = no, not yet, i do not have it, later, it is at home
ktp-perekaman-kk-copy-later-told = That is fine. Your kelurahan gives copies of the family card, *free of charge*.
    This chat waits: send the photo whenever you are ready. Your answers are kept for { $days } days.
ktp-perekaman-phone = Please type an active *phone number* if you would like to be called too.
ktp-perekaman-phone-help = For example 0812 3456 7890, or share a contact card. Choose *Skip* if this chat is enough.
ktp-perekaman-phone-label = Phone
ktp-perekaman-phone-label-words = phone number, mobile, cell phone
ktp-perekaman-pickup = In which *district* will the KTP-el be collected? Please type its name, for example *Tebet*.
ktp-perekaman-pickup-help = Type the name of the district or kelurahan only; a small slip does not matter. After that you choose the day and the hour.
ktp-perekaman-pickup-label = Pickup
ktp-perekaman-pickup-label-words = day, time, place, pickup, pick up, collect, collection, schedule
ktp-perekaman-confirm = Is everything *right*, and may we send it?
ktp-perekaman-confirm-help = Choose *Yes, send* to send the request, *Change* to correct one answer, or *Cancel*.

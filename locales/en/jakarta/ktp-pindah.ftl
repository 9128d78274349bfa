### A KTP-el with a new address in Jakarta, after moving.

ktp-pindah-title = KTP after moving
ktp-pindah-title-words = moved, new address, change of address, i moved
ktp-pindah-intro = All right, let us have a KTP-el with your new address printed: a few short questions, *free of charge*. Please have the new family card and the old KTP at hand.
ktp-pindah-requirements = For a KTP-el after moving: the *new family card* and the *old KTP*, which is handed in when you collect the new one. If someone else files it: also a *{ -attorney }*.

ktp-pindah-consent = Before we start, please give your agreement. We use your NIK, family card number, photos of the family card and the old KTP, this chat account and your phone number *only* to process the KTP-el request. Messages pass through the chat app (servers abroad); files are kept on the office's server and photos are deleted { $days } days after it is done. You may ask to see, change or delete your data at any time: type *my data*.
ktp-pindah-consent-help = Without your agreement the request cannot be handled in the chat. Choose *More details* to read what it means, or *I do not agree* to go to your kelurahan instead.
ktp-pindah-consent-more = *How your data are used* (consent-jakarta-pindah-2026-11)
    • Responsible: { $office }
    • Basis: public service (Law 27/2022 article 20), and your agreement to being served in a chat
    • Data: the NIK, family card number, photos of the family card and the old KTP, name, city of origin, phone number, chat account; only what is needed
    • Who sees them: the officers who process the request; each opening of a photo is recorded
    • Kept: photos { $days } days after it is done, the chat 1 year, the record of your agreement 5 years
    • Your rights: to see, correct, restrict and delete them and to withdraw; we answer within 3×24 hours. Type *my data*
    • Contact: { $contact }
    Saying no takes no right away: the request can still be made at your kelurahan.

ktp-pindah-applicant = Whose KTP is to be printed?
ktp-pindah-applicant-help = Choose *Mine* if it is your own KTP. For a relative or someone else we also need your name and a { -attorney } from the owner.
ktp-pindah-applicant-label = Owner
ktp-pindah-applicant-self = Mine
ktp-pindah-applicant-self-words = me, my own, myself, it is mine
ktp-pindah-applicant-other = Someone else's
ktp-pindah-applicant-other-words = someone else, other, my mother, my father, my wife, my husband, my child, family, a friend, not mine, my mum, my mom, my dad, my son, my daughter, my parents, my brother, my sister, my grandmother, my grandfather, my friend, my wife's, my husband's, my mother's, my father's
ktp-pindah-proxy-name = Please type *your* full name, as the person who makes the request.
ktp-pindah-proxy-name-help = Here we need your own name, for example *Siti Aminah*. We ask for the owner's name afterwards.
ktp-pindah-proxy-name-label = Filed by
ktp-pindah-attorney = Please send a photo or PDF of the *letter of attorney (form F-1.07)*, filled in, with a Rp10.000 stamp duty and signed by the owner and you.
ktp-pindah-attorney-help = Put the letter on a bright table with the whole page in view and take the photo from above. If the owner cannot sign, type *officer*. If you do not have it yet, choose *Not yet*.
ktp-pindah-attorney-help-words = sign, signature, cannot sign, stamp, ill, sick, cannot walk
ktp-pindah-attorney-label = Letter of attorney
ktp-pindah-attorney-later = Not yet
ktp-pindah-attorney-later-words = no, not yet, i do not have it, later, none
ktp-pindah-attorney-later-told = That is fine. Form F-1.07 is available at your kelurahan. Fill it in, attach the Rp10.000 stamp duty and have both sides sign.
    This chat waits: send the photo whenever you are ready. Your answers are kept for { $days } days.

ktp-pindah-new-kk = Does your family card *show the new address* in Jakarta already?
ktp-pindah-new-kk-help = The address stands at the top of the family card. The KTP-el follows it, so the family card comes first.
ktp-pindah-new-kk-label = KK has new address
ktp-pindah-new-kk-yes = Yes, it does
ktp-pindah-new-kk-yes-words = yes, already, it does
ktp-pindah-new-kk-no = Not yet
ktp-pindah-new-kk-no-words = no, old address, not changed
ktp-pindah-kk-first = The KTP-el follows the address of the family card, so the move is recorded first. An officer will show you the way.
ktp-pindah-kk-first-help = This step needs an officer's help. If you have the new family card, type *back*.

ktp-pindah-nik = Please type the *NIK* of the owner (16 digits). It is on the family card or a copy of the KTP. Example: 3174 0112 0385 9901
ktp-pindah-nik-help = A NIK has 16 digits, for example 3174 0112 0385 9901. Look on the family card, a certificate, the BPJS card or a copy of the KTP.
ktp-pindah-nik-label = NIK
ktp-pindah-name = Please type the *full name* of the owner, as on the family card.
ktp-pindah-name-help = Type the name only, in letters, for example *Siti Aminah*.
ktp-pindah-name-label = Name
ktp-pindah-kk = Please type the number of the *new family card* (16 digits), printed below the title KARTU KELUARGA.
ktp-pindah-kk-help = It stands at the very top of the family card and differs from the NIK, for example 3174 0112 0326 9901.
ktp-pindah-kk-label = Family card
ktp-pindah-kk-label-words = kk, family card number, family card
ktp-pindah-kk-copy = Please send a photo of the *family card*: the whole sheet in view, readable, without reflections.
ktp-pindah-kk-copy-help = Put the family card on a bright table and take a photo of the whole sheet from above, or send the PDF. If you do not have it yet, choose *Not yet*.
ktp-pindah-kk-copy-label = Family card photo
ktp-pindah-kk-copy-later = Not yet
ktp-pindah-kk-copy-later-words = no, not yet, i do not have it, later, it is at home
ktp-pindah-kk-copy-later-told = That is fine. Your kelurahan gives copies of the family card, *free of charge*.
    This chat waits: send the photo whenever you are ready. Your answers are kept for { $days } days.
ktp-pindah-origin = From which *regency or city* did you move? Please type its name, for example *Bekasi*.
ktp-pindah-origin-help = Type the name of the regency or city only, for example *Kota Bekasi*; a small slip does not matter.
ktp-pindah-origin-label = Moved from
ktp-pindah-old-card = Do you *still have* the old KTP?
ktp-pindah-old-card-help = The old card is handed in when you collect the new one. If it is lost, choose *It is gone*; an officer tells you what to bring.
ktp-pindah-old-card-label = Old KTP at hand
ktp-pindah-old-card-yes = I have it
ktp-pindah-old-card-yes-words = yes, i do, still
ktp-pindah-old-card-no = It is gone
ktp-pindah-old-card-no-words = no, i don't have it, i don't have it anymore, i do not have it anymore, not anymore, they took it, handed in, lost, gone, i do not
ktp-pindah-card = Please send a photo of the *old KTP*, its front. Put it on a bright table: the whole card in view, the writing legible.
ktp-pindah-card-help = Put the card on a bright table and take the photo of its front from above, without a flash.
ktp-pindah-card-label = Photo of the old KTP
ktp-pindah-hand-in = The old KTP is *handed in* when the new KTP-el is collected. Do you agree?
ktp-pindah-hand-in-help = The old card is withdrawn so that nobody can misuse it. Choose *Yes, I agree* to go on.
ktp-pindah-hand-in-help-words = why, keep it, keep the card, do i have to, must i
ktp-pindah-hand-in-label = Old KTP handed in
ktp-pindah-hand-in-refused = A new KTP-el can only be given when the old one is handed in. Please choose *Yes, I agree*, or type *officer* if the card is gone.
ktp-pindah-hand-in-yes-words = bring, hand, give, return
ktp-pindah-hand-in-gone-words = lost, gone, stolen, thrown away, threw it away, burnt, don't have, dont have, do not have, no longer have, cannot find, can't find
ktp-pindah-hand-in-taken-words = taken away, already handed in, was taken, took it
ktp-pindah-phone = Please type an active *phone number* if you would like to be called too.
ktp-pindah-phone-help = For example 0812 3456 7890, or share a contact card. Choose *Skip* if this chat is enough.
ktp-pindah-phone-label = Phone
ktp-pindah-phone-label-words = phone number, mobile, cell phone
ktp-pindah-pickup = In which *district* will the KTP-el be collected? Please type its name, for example *Tebet*.
ktp-pindah-pickup-help = Type the name of the district or kelurahan only; a small slip does not matter. After that you choose the day and the hour.
ktp-pindah-pickup-label = Pickup
ktp-pindah-pickup-label-words = day, time, place, pickup, pick up, collect, collection, schedule
ktp-pindah-confirm = Is everything *right*, and may we send it?
ktp-pindah-confirm-help = Choose *Yes, send* to send the request, *Change* to correct one answer, or *Cancel*.

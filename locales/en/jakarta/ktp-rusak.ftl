### A damaged KTP-el in Jakarta.

ktp-rusak-title = Damaged KTP
ktp-rusak-title-words = broken card, damaged card, broken ktp, replace my damaged ktp, damaged id, broken id, torn id, torn card, cracked card, faded card, ktp broken
ktp-rusak-intro = All right, let us replace the damaged KTP-el: a few short questions, *free of charge*. Please have the damaged card at hand.
ktp-rusak-requirements = For a damaged KTP-el the *damaged card* is enough: photographed now, handed in when you collect the new one. If someone else files it: also a *{ -attorney }*.

ktp-rusak-consent = Before we start, please give your agreement. We use the NIK and photos of the damaged card, this chat account and your phone number *only* to process the KTP-el request. Messages pass through the chat app (servers abroad); files are kept on the office's server and photos are deleted { $days } days after it is done. You may ask to see, change or delete your data at any time: type *my data*.
ktp-rusak-consent-help = Without your agreement the request cannot be handled in the chat. Choose *More details* to read what it means, or *I do not agree* to go to your kelurahan instead.
ktp-rusak-consent-more = *How your data are used* (consent-jakarta-rusak-2026-11)
    • Responsible: { $office }
    • Basis: public service (Law 27/2022 article 20), and your agreement to being served in a chat
    • Data: the NIK and photos of the damaged card, name, phone number, chat account; only what is needed
    • Who sees them: the officers who process the request; each opening of a photo is recorded
    • Kept: photos { $days } days after it is done, the chat 1 year, the record of your agreement 5 years
    • Your rights: to see, correct, restrict and delete them and to withdraw; we answer within 3×24 hours. Type *my data*
    • Contact: { $contact }
    Saying no takes no right away: the request can still be made at your kelurahan.

ktp-rusak-applicant = Whose KTP is damaged?
ktp-rusak-applicant-help = Choose *Mine* if it is your own KTP. For a relative or someone else we also need your name and a { -attorney } from the owner.
ktp-rusak-applicant-label = Owner
ktp-rusak-applicant-self = Mine
ktp-rusak-applicant-self-words = me, my own, myself, it is mine
ktp-rusak-applicant-other = Someone else's
ktp-rusak-applicant-other-words = someone else, other, my mother, my father, my wife, my husband, my child, family, a friend, not mine, my mum, my mom, my dad, my son, my daughter, my parents, my brother, my sister, my grandmother, my grandfather, my friend, my wife's, my husband's, my mother's, my father's
ktp-rusak-proxy-name = Please type *your* full name, as the person who makes the request.
ktp-rusak-proxy-name-help = Here we need your own name, for example *Siti Aminah*. We ask for the owner's name afterwards.
ktp-rusak-proxy-name-label = Filed by
ktp-rusak-attorney = Please send a photo or PDF of the *letter of attorney (form F-1.07)*, filled in, with a Rp10.000 stamp duty and signed by the owner and you.
ktp-rusak-attorney-help = Put the letter on a bright table with the whole page in view and take the photo from above. If the owner cannot sign, type *officer*. If you do not have it yet, choose *Not yet*.
ktp-rusak-attorney-help-words = sign, signature, cannot sign, stamp, ill, sick, cannot walk
ktp-rusak-attorney-label = Letter of attorney
ktp-rusak-attorney-later = Not yet
ktp-rusak-attorney-later-words = no, not yet, i do not have it, later, none
ktp-rusak-attorney-later-told = That is fine. Form F-1.07 is available at your kelurahan. Fill it in, attach the Rp10.000 stamp duty and have both sides sign.
    This chat waits: send the photo whenever you are ready. Your answers are kept for { $days } days.

ktp-rusak-damage = What is *damaged* on the card? You may choose more than one.
ktp-rusak-damage-help = Choose what fits best, one at a time, or reply with the numbers, for example *1 and 2*.
ktp-rusak-damage-label = Damage
ktp-rusak-damage-broken = Broken or torn
ktp-rusak-damage-broken-words = broken, torn, cracked, split, bent, burnt, melted
ktp-rusak-damage-faded = Faded lettering
ktp-rusak-damage-faded-words = faded, blurred, unreadable, washed out, peeled, scratched
ktp-rusak-damage-chip = Chip not read
ktp-rusak-damage-chip-words = chip, chip broken, cannot be scanned, chip unreadable
ktp-rusak-damage-wrong = Wrong data
ktp-rusak-damage-wrong-words = wrong data, wrong name, misprint, typo, wrong address, wrong birthday
ktp-rusak-wrong-data = A card with wrong data needs the data mended first. An officer will show you the way.
ktp-rusak-wrong-data-help = This request needs an officer's help. If the damage is another one, type *back*.

ktp-rusak-nik = Please type the *NIK* of the owner (16 digits). It is on the family card or a copy of the KTP. Example: 3174 0112 0385 9901
ktp-rusak-nik-help = A NIK has 16 digits, for example 3174 0112 0385 9901. Look on the family card, a certificate, the BPJS card or a copy of the KTP.
ktp-rusak-nik-label = NIK
ktp-rusak-name = Please type the *full name* of the owner, as on the family card.
ktp-rusak-name-help = Type the name only, in letters, for example *Siti Aminah*.
ktp-rusak-name-label = Name

ktp-rusak-card = Please send photos of the *damaged card*, front and back (2 photos).
ktp-rusak-card-help = Put the card on a bright table. Take a photo of the front, then turn it and take the back. If it is broken, lay the pieces together.
ktp-rusak-card-label = Photos of the card

ktp-rusak-phone = Please type an active *phone number* if you would like to be called too.
ktp-rusak-phone-help = For example 0812 3456 7890, or share a contact card. Choose *Skip* if this chat is enough.
ktp-rusak-phone-label = Phone
ktp-rusak-phone-label-words = phone number, mobile, cell phone
ktp-rusak-pickup = In which *district* will the KTP-el be collected? Please type its name, for example *Tebet*.
ktp-rusak-pickup-help = Type the name of the district or kelurahan only; a small slip does not matter. After that you choose the day and the hour.
ktp-rusak-pickup-label = Pickup
ktp-rusak-pickup-label-words = day, time, place, pickup, pick up, collect, collection, schedule

ktp-rusak-hand-in = The damaged card is *handed in* when the new KTP-el is collected. Do you agree?
ktp-rusak-hand-in-help = The old card is withdrawn so that nobody can misuse it. Choose *Yes, I agree* to go on.
ktp-rusak-hand-in-help-words = why, keep it, keep the card, do i have to, must i
ktp-rusak-hand-in-label = Old card handed in
ktp-rusak-hand-in-refused = A new KTP-el can only be given when the old one is handed in. Please choose *Yes, I agree*, or type *officer* if the card is gone.
ktp-rusak-hand-in-yes-words = bring, hand, give, return
ktp-rusak-hand-in-gone-words = lost, gone, stolen, thrown away, threw it away, burnt, don't have, dont have, do not have, no longer have, cannot find, can't find
ktp-rusak-hand-in-taken-words = taken away, already handed in, was taken, took it

ktp-rusak-confirm = Is everything *right*, and may we send it?
ktp-rusak-confirm-help = Choose *Yes, send* to send the request, *Change* to correct one answer, or *Cancel*.

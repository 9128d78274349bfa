### A lost KTP-el in Jakarta. The same keys in locales/en/ktp-hilang.ftl yield to those here.

ktp-hilang-title = Lost KTP
ktp-hilang-title-words = lost card, lost id card, lost my ktp, lost ktp-el, lost id, stolen id, stolen card, ktp stolen, ktp gone, card gone, id gone
ktp-hilang-intro = All right, let us replace the lost KTP-el: a few short questions, about 5 minutes, *free of charge*. Please have the police letter of loss and the family card ready.
ktp-hilang-requirements = For a lost KTP-el: the *police letter of loss* and the *family card*. If someone else files it: also a *{ -attorney }*.

ktp-hilang-consent = Before we start, please give your agreement. We use the NIK, family card number, photos of the family card and police letter, this chat account and your phone number *only* to process the KTP-el request. Messages pass through the chat app (servers abroad); files are kept on the office's server and photos are deleted { $days } days after it is done. You may ask to see, change or delete your data at any time: type *my data*.
ktp-hilang-consent-help = Without your agreement the request cannot be handled in the chat. Choose *More details* to read what it means, or *I do not agree* to go to your kelurahan instead.
ktp-hilang-consent-more = *How your data are used* (consent-jakarta-2026-11)
    • Responsible: { $office }
    • Basis: public service (Law 27/2022 article 20), and your agreement to being served in a chat
    • Data: the NIK, family card number, photos of the family card and police letter, name, phone number, chat account; only what is needed
    • Who sees them: the officers who process the request; each opening of a photo is recorded
    • Kept: photos { $days } days after it is done, the chat 1 year, the record of your agreement 5 years
    • Your rights: to see, correct, restrict and delete them and to withdraw; we answer within 3×24 hours. Type *my data*
    • Contact: { $contact }
    Saying no takes no right away: the request can still be made at your kelurahan.

ktp-hilang-applicant = Whose KTP is lost?
ktp-hilang-applicant-help = Choose *Mine* if it is your own KTP. For a relative or someone else we also need your name and a { -attorney } from the owner.
ktp-hilang-applicant-label = Owner
ktp-hilang-applicant-self = Mine
ktp-hilang-applicant-self-words = me, my own, myself, it is mine
ktp-hilang-applicant-other = Someone else's
ktp-hilang-applicant-other-words = someone else, other, my mother, my father, my wife, my husband, my child, family, a friend, not mine, my mum, my mom, my dad, my son, my daughter, my parents, my brother, my sister, my grandmother, my grandfather, my friend, my wife's, my husband's, my mother's, my father's
ktp-hilang-proxy-name = Please type *your* full name, as the person who makes the request.
ktp-hilang-proxy-name-help = Here we need your own name, for example *Siti Aminah*. We ask for the owner's name afterwards.
ktp-hilang-proxy-name-label = Filed by
ktp-hilang-attorney = Please send a photo or PDF of the *letter of attorney (form F-1.07)*, filled in, with a Rp10.000 stamp duty and signed by the owner and you.
ktp-hilang-attorney-help = Put the letter on a bright table with the whole page in view and take the photo from above. If the owner cannot sign, type *officer*. If you do not have it yet, choose *Not yet*.
ktp-hilang-attorney-help-words = sign, signature, cannot sign, stamp, ill, sick, cannot walk
ktp-hilang-attorney-label = Letter of attorney
ktp-hilang-attorney-later = Not yet
ktp-hilang-attorney-later-words = no, not yet, i do not have it, later, none
ktp-hilang-attorney-later-told = That is fine. Form F-1.07 is available at your kelurahan. Fill it in, attach the Rp10.000 stamp duty and have both sides sign.
    This chat waits: send the photo whenever you are ready. Your answers are kept for { $days } days.

ktp-hilang-nik = Please type the *NIK* of the owner (16 digits). It is on the family card or a copy of the KTP. Example: 3174 0112 0385 9901
ktp-hilang-nik-help = A NIK has 16 digits, for example 3174 0112 0385 9901. Look on the family card, a certificate, the BPJS card or a copy of the KTP.
ktp-hilang-nik-label = NIK
ktp-hilang-name = Please type the *full name* of the owner, as on the family card.
ktp-hilang-name-help = Type the name only, in letters, for example *Siti Aminah*.
ktp-hilang-name-label = Name

ktp-hilang-resident = The first digits of the NIK show a first registration outside Jakarta. Is the owner *now* registered on a DKI Jakarta family card?
ktp-hilang-resident-help = A NIK does not change when people move, so this is quite usual. Look at the top right of the family card: if it says DKI Jakarta, choose *Yes*.
ktp-hilang-resident-label = Jakarta family card
ktp-hilang-not-ours = Cards for people registered elsewhere have a daily quota, and the owner has to come in person. An officer will help you.
ktp-hilang-not-ours-help = This request needs an officer's help. If the NIK is wrong, type *back*.
ktp-hilang-married = According to the NIK the owner is not 17 yet. Is or was the owner married?
ktp-hilang-married-help = A KTP-el is given from the age of 17, or earlier to those who are or were married. If the NIK is wrong, type *back*.
ktp-hilang-married-label = Married
ktp-hilang-married-label-words = married, wed
ktp-hilang-too-young = A KTP-el is given from the age of 17, or to those who are married. An officer will help you find the right way, such as the child identity card (KIA).
ktp-hilang-too-young-help = This request needs an officer's help. If the NIK is wrong, type *back*.

ktp-hilang-kk = Please type the *family card number* (16 digits), printed below the title KARTU KELUARGA.
ktp-hilang-kk-help = The number is at the very top of the family card and differs from the NIK. If it is hard to read, choose *I do not know*.
ktp-hilang-kk-help-words = lost it, lost too, is lost, at home, same as the nik, same as nik, same as my nik, difference
ktp-hilang-kk-label = Family card no.
ktp-hilang-kk-label-words = kk, family card number, family card
ktp-hilang-kk-without = I do not know
ktp-hilang-kk-without-words = don't know, i don't know, unknown, no idea, not sure, forgot, i do not remember
ktp-hilang-kk-copy = Please send a photo of the *family card*: the whole sheet in view, readable, without reflections.
ktp-hilang-kk-copy-help = Put the family card on a bright table and take a photo of the whole sheet from above, or send the PDF. If you do not have it yet, choose *Not yet*.
ktp-hilang-kk-copy-label = Family card photo
ktp-hilang-kk-copy-later = Not yet
ktp-hilang-kk-copy-later-words = no, not yet, i do not have it, later, it is at home
ktp-hilang-kk-copy-later-told = That is fine. Your kelurahan gives copies of the family card, *free of charge*.
    This chat waits: send the photo whenever you are ready. Your answers are kept for { $days } days.
ktp-hilang-police-letter = Please send a photo of the *police letter of loss*. Put it on a bright table: the whole sheet in view, readable.
ktp-hilang-police-letter-help = It has to be a letter from the police (Polsek or Polres), not from the kelurahan. Take the photo from above, or send the PDF; a torn or expired letter is looked at by an officer.
ktp-hilang-police-letter-help-words = police station, which police, polsek, polres, expired, torn, kelurahan letter, report to the police
ktp-hilang-police-letter-label = Police letter
ktp-hilang-police-letter-later = Not yet
ktp-hilang-police-letter-later-words = no, not yet, i do not have it, later, none
ktp-hilang-police-letter-later-told = That is fine. The letter is made *free of charge* at the nearest Polsek or Polres, at the SPKT desk. Please have the KTP-el named in it.
    This chat waits: send the photo whenever you are ready. Your answers are kept for { $days } days.

ktp-hilang-phone = Please type an active *phone number* if you would like to be called too.
ktp-hilang-phone-help = For example 0812 3456 7890, or share a contact card. Choose *Skip* if this chat is enough.
ktp-hilang-phone-label = Phone
ktp-hilang-phone-label-words = phone number, mobile, cell phone
ktp-hilang-pickup = In which *district* will the KTP-el be collected? Please type its name, for example *Tebet*.
ktp-hilang-pickup-help = Type the name of the district or kelurahan only; a small slip does not matter. After that you choose the day and the hour.
ktp-hilang-pickup-label = Pickup
ktp-hilang-pickup-label-words = day, time, place, pickup, pick up, collect, collection, schedule
ktp-hilang-bring = When you collect the card, please bring the original family card and the police letter.

ktp-hilang-confirm = Is everything *right*, and may we send it?
ktp-hilang-confirm-help = Choose *Yes, send* to send the request, *Change* to correct one answer, or *Cancel*.

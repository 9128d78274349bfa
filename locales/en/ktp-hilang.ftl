### A lost KTP-el (electronic identity card). Keys: ktp-hilang-<question>, then -help, -label, -<option>, -without,
### -later, -later-told.

ktp-hilang-title = Lost KTP
ktp-hilang-title-words = lost card, lost id card, lost my ktp, lost ktp-el, lost id, stolen id, stolen card, ktp stolen, ktp gone, card gone, id gone
ktp-hilang-intro = All right, let us replace the lost KTP-el: a few short questions, about 5 minutes, *free of charge*. Please have the police letter of loss ready, and the family card if you can.
ktp-hilang-requirements = For a lost KTP-el: the *police letter of loss*, the NIK and the family card number. Form F-1.02 is filled from your answers here. If someone else files it: also a *{ -attorney }*.

## Agreement, version consent-2026-11. A change of its meaning is a new version in service.toml.

ktp-hilang-consent = Before we start, please give your agreement. We use the NIK, family card number, photo of the letter, this chat account and your e-mail address *only* to process the KTP-el request. Messages pass through the chat app (servers abroad); files are kept on the office's server and photos are deleted { $days } days after it is done. You may ask to see, change or delete your data at any time: type *my data*.
ktp-hilang-consent-help = Without your agreement the request cannot be handled in the chat. Choose *More details* to read what it means, or *I do not agree* to come to the office instead.
ktp-hilang-consent-more = *How your data are used* (consent-2026-11)
    • Responsible: { $office }
    • Basis: public service (Law 27/2022, article 20), and your agreement to be served by chat
    • Data: name, NIK, family card number, photo of the letter, e-mail, chat account; only what the form asks for
    • Who sees them: the officers in charge; every opening of a photo is recorded
    • Kept: photos { $days } days after it is done, chat history 1 year, records of agreement 5 years
    • Your rights: to see, correct, restrict and delete, and to take back your agreement; we answer within 3×24 hours. Type *my data*
    • Contact: { $contact }
    Refusing takes no right from you: the request can be made at the office.

## Who files

ktp-hilang-applicant = Whose KTP is lost?
ktp-hilang-applicant-help = Choose *Mine* if your own KTP is lost. If it belongs to family or someone else, we also need your name and the owner's { -attorney }.
ktp-hilang-applicant-label = KTP
ktp-hilang-applicant-self = Mine
ktp-hilang-applicant-self-words = me, my own, myself
ktp-hilang-applicant-other = Someone else's
ktp-hilang-applicant-other-words = someone else, other, child, wife, husband, mother, father, parents, family, friend, my wife, my husband, my mother, my father, my mum, my mom, my dad, my son, my daughter, my child, my parents, my brother, my sister, my grandmother, my grandfather, my friend, my wife's, my husband's, my mother's, my father's

ktp-hilang-proxy-name = Please type *your own* full name, as the person who files for the owner.
ktp-hilang-proxy-name-help = We need your own name here, as on your KTP. The name of the owner of the lost KTP comes later.
ktp-hilang-proxy-name-label = Filed by

ktp-hilang-attorney = Please send a photo or PDF of the *letter of attorney (form F-1.07)*: filled in, with a Rp10.000 stamp duty (meterai), signed by the owner of the KTP and by you.
ktp-hilang-attorney-help = Put the letter on a bright table with the whole page in view and take the photo from above. If the owner cannot sign, type *officer*. If you do not have it yet, choose *Not yet*.
ktp-hilang-attorney-help-words = sign, signature, cannot sign, stamp, ill, sick, cannot walk
ktp-hilang-attorney-label = Letter of attorney
ktp-hilang-attorney-later = Not yet
ktp-hilang-attorney-later-words = later, don't have it, not yet, i have none
ktp-hilang-attorney-later-told = That is all right. Form F-1.07 can be had at the village counter, the district office or Disdukcapil, or from disdukcapil.bulelengkab.go.id.
    Fill in who gives and who receives the power, put the Rp10.000 stamp duty (meterai) on the giver's box, then both sign.
    This chat waits: send the photo whenever it is ready. Your answers are kept for { $days } days.

## The owner of the KTP

ktp-hilang-nik = Please type the *NIK* of the KTP's owner (16 digits). It is on the family card or on a copy of the old KTP. Example: 5108 0641 0790 9901
ktp-hilang-nik-help = A NIK has 16 digits, for example 5108 0641 0790 9901. Look at the family card, a birth certificate, the BPJS card or a copy of the KTP. If you cannot find it, type *officer* in the chat.
ktp-hilang-nik-label = NIK

ktp-hilang-married = According to the NIK, the owner of the KTP is under 17. Is the owner married, or has been?
ktp-hilang-married-help = A KTP-el is given from the age of 17, or earlier to those who are or were married. If the NIK is wrong, type *back*.
ktp-hilang-married-label = Marriage
ktp-hilang-married-label-words = married, wed
ktp-hilang-married-yes = Married, or was
ktp-hilang-married-yes-words = yes, y, married, divorced, widowed
ktp-hilang-married-no = Never married
ktp-hilang-married-no-words = no, n, single, not married

ktp-hilang-too-young = A KTP-el is given from the age of 17, or to those who are married. An officer will help you find the right way, for example a child identity card (KIA).
ktp-hilang-too-young-help = This request needs an officer's help. If the NIK is wrong, type *back*.

ktp-hilang-name = Please type the *full name* of the KTP's owner, as on the family card.
ktp-hilang-name-help = Type the name only, in letters, for example *Ni Luh Ayu Lestari*. Shortened names are fine if the family card has them so.
ktp-hilang-name-label = Name

ktp-hilang-kk = Please type the *family card number* (16 digits), printed below the heading KARTU KELUARGA.
ktp-hilang-kk-help = The number stands at the very top of the family card and is not the NIK. If you have no family card at hand, choose *I do not know it*; an officer will look it up.
ktp-hilang-kk-help-words = lost it, lost too, is lost, at home, same as the nik, same as nik, same as my nik, difference
ktp-hilang-kk-label = Family card no.
ktp-hilang-kk-label-words = kk, family card number, family card
ktp-hilang-kk-without = I do not know it
ktp-hilang-kk-without-words = don't know, i don't know, unknown, no idea, forgot, not yet, don't have it with me, dont have it with me, not with me

## The police letter

ktp-hilang-police-letter = Please send a photo of the *police letter of loss* (Surat Keterangan Hilang). Lay it on a table in good light: the whole page in view, the text readable, no reflections.
ktp-hilang-police-letter-help = We need the letter of the police (Polsek or Polres), not of the village. Take the whole page from above, or send a PDF; a torn or expired letter is looked at by an officer. If you do not have it yet, choose *Not yet*.
ktp-hilang-police-letter-help-words = police station, which police, polsek, polres, expired, torn, village head, report to the police, where do i get, where can i get, how do i get
ktp-hilang-police-letter-label = Police letter
ktp-hilang-police-letter-later = Not yet
ktp-hilang-police-letter-later-words = later, don't have it, not yet, i have none
ktp-hilang-police-letter-later-told = That is all right. The letter is made *free of charge* at the nearest police station (Polsek or Polres, the SPKT desk). Say that your KTP-el is lost and ask for it to be named in the letter.
    This chat waits: send the photo whenever it is ready. Your answers are kept for { $days } days.

## Notices and pickup

ktp-hilang-email = Please type an *e-mail address* you use, to receive notices.
ktp-hilang-email-help = It looks like name@example.com, without spaces. If you use no e-mail, choose *I have none*; we still tell you everything in this chat.
ktp-hilang-email-help-words = whatsapp, by chat, in the chat, someone else's
ktp-hilang-email-label = E-mail
ktp-hilang-email-without = I have none
ktp-hilang-email-without-words = none, no email, no e-mail, don't have

ktp-hilang-pickup = Where will the KTP-el be collected?
ktp-hilang-pickup-help = At the Disdukcapil office in Singaraja, or at the village counter nearer to you. Both are free of charge.
ktp-hilang-pickup-label = Collect at
ktp-hilang-pickup-office = Disdukcapil office
ktp-hilang-pickup-office-words = office, singaraja, disdukcapil
ktp-hilang-pickup-village = Village counter
ktp-hilang-pickup-village-words = village, counter, desa, kelurahan

ktp-hilang-village = Please type the name of the *village* (desa or kelurahan) where it will be collected, for example Banyuning.
ktp-hilang-village-help = Type the name of the village only; a small slip does not matter. If in doubt, type the district (kecamatan).
ktp-hilang-village-label = Village

ktp-hilang-confirm = Is everything *right*, and may we send it?
ktp-hilang-confirm-help = Choose *Yes, send* to send the request, *Change* to change one answer, or *Cancel*.

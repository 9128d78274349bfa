### Sentences that all services share. The same keys and variables as in Indonesian; short words, no blame, the
### next step named. Buttons have 20 characters at most, list rows 24. Keys ending in -words: other words for a button.

## Greeting and menu

sys-greeting-morning = Good morning
sys-greeting-noon = Good day
sys-greeting-afternoon = Good afternoon
sys-greeting-evening = Good evening
# greeting: one of the above
sys-hello = { $greeting }. I am *Sapa*, the automatic assistant of { $office }. All services here are *free of charge*.
sys-menu = What would you like to do? Please choose, or simply write it in your own words.
sys-menu-during = Your request is still open. Please go on below, or type *status*, *officer* or *cancel*.
sys-wait = Take your time. Your answers are kept; reply whenever you want to go on.
sys-service-elsewhere = Sorry, that cannot be done in this chat yet. Please call { $phone }, or type *officer*.
sys-not-served = Sorry, that is not served in this chat. If it concerns our office, type *officer* or call { $phone }.
sys-already-open = We have already begun this request. Let us go on.
sys-finish-first = You have a request that is not finished. Let us finish it first, or type *cancel* if you no longer need it.
sys-ask-switch = You are in the middle of *{ $from }*. Switch to *{ $to }*?
sys-switched = All right, now *{ $service }*.
sys-switched-kept = All right, now *{ $service }*. What you have answered already is not asked again.
sys-moved = The requirements of this service have just changed; your answers that still hold are kept.
sys-moved-again = The requirements of this service have just changed, so we ask this again: { $again }.
sys-moved-gone = The requirements of this service have just changed. This is not needed any more: { $gone }.
sys-moved-both = The requirements of this service have just changed. We ask again: { $again }. Not needed any more: { $gone }.
# service: the title of the service
sys-welcome-back = Welcome back. We go on with *{ $service }* where you left off.
sys-refile = Your answers and photos that are still valid are ready. You only need to add what was missing.
sys-reminder = We are still waiting for you. Your answers are saved; go on whenever you are ready, or type *cancel* if you no longer need it.
sys-draft-expired = Your unfinished request and its photos were deleted, since nothing came for { $days ->
    [one] a day
   *[other] { $days } days
}. You can start again at any time.
sys-thanks = You are welcome. Glad to help.
sys-greeted-during = Hello. Let us go on.

## When something is not understood

sys-not-understood = Sorry, I did not get what you mean. Please choose one, or type *officer* to talk to a person.
# Question words: where a name is asked for, a message with one of these is read as a question.
sys-question-words = what, how, when, where, why, who, which, much, cost, price, free, hours, can
# Words that lead to a name, forms of address before one, and words that begin another remark behind it.
sys-name-lead-words = my name is, the name is, full name, my full name is, name, it is, it's, i am, i'm, nama saya, nama
sys-address-words = mr, mrs, ms, miss, ibu, bapak, pak, bu
sys-name-end-words = call me, called, nickname, living in, i live, my address
# Words that are in nobody's name, as they are typed: a message with one of these is no name.
sys-no-name-words = wait, moment, hang, hold, is, are, was, you, your, my, me, how, where, why, what, when, who, which, let, already, told, have, need, idea, none, stupid, confused, can, could, should, would, it, this, that, there, only, word, with, for, because, speaking, call, called, owner, first, last, cancel, spelled, husband, wife, office, fuck, don't, dont, not, know, forgot, sorry, hello, hi, hey, thanks, thank, ok, okay, yes, please, later, tomorrow, card, lost, help, saya, tidak, belum, lupa, maaf, halo, ktp, kk, nik

# answer: of the language model, where the office uses one (README, Configuration)
sys-advice = { $answer }
    This answer was made automatically; what the office itself says counts. If in doubt, type *officer*.

# Sentences to copy, when two were not understood in the menu.
sys-examples = Sorry, I still do not understand. Write for example *I lost my ID card*, *when are you open?*, *what do I need?*, or *status*; or choose below.

sys-stale-button = That button belongs to an earlier message. Let us go on from here.
sys-edited = Changes to earlier messages do not reach us. If something should be different, please send it as a new message.
# what: one of sys-odd-… below
sys-odd = Sorry, { $what } cannot be used here yet. Please answer with text, a button or a photo.
sys-odd-location = a location
sys-odd-sticker = a sticker
sys-odd-contact = a contact card
sys-odd-poll = a poll
sys-odd-audio = a voice message
sys-odd-video = a video
sys-odd-reaction = a reaction
sys-odd-other = that kind of message

## Help and words that always work

sys-help-commands = At any time you can type *back*, *change*, *status*, *officer*, *language*, *my data* or *cancel*.
sys-help-idle = Write what you need in your own words, or choose below. At any time you can type *menu*, *status*, *officer*, *language*, *my data* or *stop*.
sys-forms = Form F-1.02 is filled from your answers, so you need not write it yourself. Form F-1.07 (letter of attorney) can be had at { $address }, the district office or the village counter.
sys-back = All right, one step back.
sys-no-back = This is the first step. Type *cancel* if you do not want to go on.
# The languages that are offered, each with a button btn-language-<code>.
sys-languages = id, en, ban
sys-ask-language = Silakan pilih bahasa. / Please choose a language.
sys-language-set = All right, we go on in English.
sys-opted-out = All right, we will not send you any more messages. If you need us again, type *menu*.

## Cancelling and changing

sys-ask-cancel = Cancel this request? Answers and photos that were not sent yet will be deleted.
sys-cancelled = The request is cancelled; its answers and photos are deleted. You can start again at any time.
# Words that take a cancellation back: "don't cancel after all"
sys-uncancel-words = don't cancel, dont cancel, do not cancel, undo the cancel, undo cancel, not cancel
sys-not-cancelled = All right, your request is not cancelled. Let us go on.
sys-cancelled-for-good = The answers of a cancelled request are deleted and cannot be brought back. You can start again right away: please choose below.
sys-withdrawn-for-good = Request *{ $ticket }* is withdrawn, so it does not go on. Your data is still here: choose *File again* if you need it after all.
sys-still-filed = All right, request *{ $ticket }* goes on.
sys-nothing-to-cancel = There is no request to cancel.
sys-ask-start-over = Start over? Answers and photos that were not sent yet will be deleted.
sys-ask-withdraw = Withdraw request *{ $ticket }*? The office will stop working on it.
sys-withdrawn = Your request is withdrawn. You can send a new one at any time.
sys-too-late-to-cancel = Request *{ $ticket }* is in its last stage, so an officer has to help with cancelling it.
# Words for what a request holds, said to be wrong after it was sent.
sys-field-words = name, nik, kk, email, address, photo, letter, data
sys-filed-wrong = Request *{ $ticket }* has been sent, so an officer has to correct it.
    Please tap *Talk to an officer* and write what is wrong.
sys-ask-correct = Which part would you like to change? The other answers are kept.
sys-ask-suggest = Did you mean *{ $value }*?
sys-ask-suggest-number = There seem to be letters among the digits. Did you mean the digits *0* and *1*, not the letters O, I or l?
sys-ask-village = Which village do you mean?
sys-village = { $name }, { $district }

## Questions that are answered in steps

sys-named = { $name }
sys-day = { $day }
# round: which one it is, for example the 2nd child
sys-label-round = { $label } ({ $round })
sys-ask-picking = Chosen: { $picked }. Anything else?
sys-ask-region = Which one do you mean?
sys-ask-region-province = Please type the name of the *province*, regency, city or district.
sys-ask-region-regency = All right, { $place }. Please type the name of the *regency or city*.
sys-ask-region-district = All right, { $place }. Please type the name of the *district*.
sys-ask-region-village = All right, { $place } district. Please type the name of the *village*.
sys-ask-slot-day = All right, *{ $place }*. On which day will you come?
sys-ask-slot-day-hours = All right, *{ $place }*, *{ $hours }*. On which day will you come?
sys-ask-slot-hour = All right, *{ $day }*. At what time?
sys-ask-more-files = { $count ->
    [one] The first photo has arrived.
   *[other] { $count } photos have arrived.
} Please send { $missing ->
    [one] one more.
   *[other] { $missing } more.
}
# Parts of the day, to choose an hour: "in the morning".
sys-morning-words = morning, early
sys-noon-words = noon, midday, afternoon
sys-afternoon-words = evening, late
sys-clock-words = at, clock, jam, pukul
# Days before or after a date: "after 3 December", "the 7th onwards"
sys-after-words = after, later than, past
sys-before-words = before, earlier than
sys-from-words = from, starting, since, beginning
sys-until-words = until, till, by, no later than, at the latest
sys-onwards-words = onwards, onward, or later, and later, or after
# A word before the name of a day.
sys-weekday-lead-words = on, next, this, every
sys-soonest-words = earliest, soonest, as soon as possible, asap, first available, any day, anytime, any time, whenever
sys-slot-full = We are sorry, all places are taken at the moment. Please try again tomorrow, or talk to a person.
# slot: place, day and hour
sys-ask-move = Your pickup is now: *{ $slot }*. In which *district* would you like to collect it? Please type its name.
sys-move-done = All right, your pickup is now: *{ $slot }*.
sys-move-kept = All right, the time stays.
# Another time for a filed request: "can we reschedule to Thursday".
sys-move-words = jadwal ulang, reschedule, rescheduled, change, move, moved, postpone, shift, instead, swap, ganti, ubah, pindah
sys-schedule-words = schedule, appointment, pickup, day, date, time, hour, place, slot, it, jadwal, ambil, pengambilan, hari, jam, tempat, waktu
# Names of regions in English = what they are called.
sys-region-words = central jakarta = jakarta pusat, north jakarta = jakarta utara, west jakarta = jakarta barat, south jakarta = jakarta selatan, east jakarta = jakarta timur, jakarta south = jakarta selatan, jakarta north = jakarta utara, jakarta west = jakarta barat, jakarta east = jakarta timur, jakarta central = jakarta pusat, thousand islands = kepulauan seribu, south tangerang = tangerang selatan, west bandung = bandung barat, city of = kota, regency of = kabupaten, municipality of = kota, district of = kecamatan
sys-province-words = west java = jawa barat, central java = jawa tengah, east java = jawa timur, north sumatra = sumatera utara, west sumatra = sumatera barat, south sumatra = sumatera selatan, riau islands = kepulauan riau, west kalimantan = kalimantan barat, central kalimantan = kalimantan tengah, south kalimantan = kalimantan selatan, east kalimantan = kalimantan timur, north kalimantan = kalimantan utara, north sulawesi = sulawesi utara, central sulawesi = sulawesi tengah, south sulawesi = sulawesi selatan, southeast sulawesi = sulawesi tenggara, west sulawesi = sulawesi barat, west nusa tenggara = nusa tenggara barat, east nusa tenggara = nusa tenggara timur, north maluku = maluku utara, west papua = papua barat, central papua = papua tengah, south papua = papua selatan, special region of yogyakarta = daerah istimewa yogyakarta
sys-slot-gone = We are sorry, someone has just taken that day and time. Please choose another one; your other answers are kept.
sys-value-slot = { $place }, { $day }, { $hours }
sys-value-agreed = agreed ✅
sys-value-skipped = left out
# labels: for example NIK, name
sys-facts-noted = Thank you, we have noted: { $labels }.
sys-ask-whose = You have filled in: { $labels }. Is that the data of the *owner you have just chosen*?
sys-unchanged = All right, the earlier answer stays.
sys-mine-words = my nik, my name, my id number, my family card, my kk
sys-time-words = day, time, date, hour, schedule, tomorrow, morning, afternoon, monday, tuesday, wednesday, thursday, friday, appointment
sys-about-words = it's, its, it, this, for, actually
sys-question-lead-words = is it, is that, is this, is the, is my, are you, are there, are my, do i, do you, do they, does it, does that, did i, can i, can my, can you, could i, could you, may i, should i, shall i, will i, will you, will it, would you, would it, am i, has my, have you, is everything, is all, are all, are these, is my, should we, shall we, if
sys-answer-first = To be sure, please answer this first: tap one of the buttons, or reply with *1* or *2*.
sys-whose-is-it = That seems to be somebody else's. To be sure, please answer once more.
sys-correcting = All right, let us mend that. Your other answers are kept.
# labels: the answer that was just replaced
sys-corrected = All right, we have changed: { $label } is now *{ $value }*.
# Words for the end of a number: "the last digit is 2 not 1"
sys-ending-words = last, ending, ends, end, final
# Words behind how many digits: "last 4 digits"
sys-digit-words = digits, digit, numbers
# Words before the right answer: "my name is wrong, it should be Putu".
sys-instead-words = should be, it should be, must be, ought to be, the right one is, correct is, change to, change it to, changed to
# The same behind a word for changing.
sys-become-words = to, into
sys-replace-words = change, edit, fix
# Words for another time behind "pickup": "pickup on Wednesday instead".
sys-rather-words = instead, rather, better
# Words that take an answer back: "oh, actually it is mine".
sys-rethink-words = actually, oops, meant
# Words in mid-sentence that take its beginning back: "mine, no wait, my mother's".
sys-take-back-words = no wait, oops, sorry i meant, sorry i mean, scratch that, wait no
# Words near a paper that comes later: "the letter is not ready yet".
sys-later-words = later, yet, ready, make, made, forgot
# Words of possession before the right owner: "actually it belongs to my mother".
sys-own-words = mine, belongs, card, ktp, for
# Words around the name of an answer and its value.
sys-states-words = is, the, my, number, new, right, correct, please, sorry
# Words that say that what was sent is wrong.
sys-mistake-words = wrong, incorrect, mistake, typo
# Words that weaken: "not too early" is early still.
sys-too-words = too, forget, why
# Words for somebody else who acts: "someone sold my NIK".
sys-victim-words = someone, somebody, victim, stolen, scammer
# Words behind these that tell no new answer.
sys-slip-words = typo, typed, wrote, it, that, sorry, one, previous, spelling
# Words between the wrong and the right: "not 1990 but 1991".
sys-but-words = but, it should be, should be, rather
# Words before a place, a day or hours that are not wanted: "not Tuesday", "anything but the morning".
sys-deny-words = not, except, not possible, anything but, any day but, but not
sys-cannot-words = can't, cant, cannot, can not, is not possible, isn't possible, doesn't work, does not work, is impossible, won't, unable to
# Words that deny what was answered: "not the one before".
sys-not-words = not
# Words for a photo that was sent: "the photo is wrong".
sys-photo-words = photo, picture, file, document
# Words around a photo that comes later: "i'll send the photo later"
sys-send-words = send, sending, take, taking, will, i'll, ill, upload, do, get
# Words that put a photo off
sys-another-time-words = later, tomorrow, tonight, not now, not yet
# Words that may stand beside those below: "something is wrong", "change my answer".
sys-change-words = something, is, my, the, answer, answers, data, i, want, to, please, there, a, an, of, one, wait, hold, on, still, think, hmm
# What people say to stop for a while.
sys-pause-words = later, do not send yet, dont send yet, not yet, let me look for it, let me find it, not now, pause, hold on, wait, one moment, i will continue later, continue later, let me do it later, send it later, do it later, come back later, tomorrow
sys-paused = All right. Your answers are kept for { $days ->
    [one] a day
   *[other] { $days } days
}; type *resume* when you are ready.
# Words near "no" that say there is none: "don't have one".
sys-gone-words = lost, gone, stolen, thrown, discarded, burnt, burned, taken
sys-lack-words = have, own, know, remember, any, one, got, use
# Words that agree to nothing beside thanks: "ok thanks".
sys-light-words = ok, okay, alright, great, good, cool, fine
sys-thanks-words = thanks, thank, thx, you, much, very, so, terima, kasih
# Words of who does not know, and of who looks for it: answered with the help of that step.
sys-unknown-words = forgot, forgotten, unsure, idk, dunno, no idea, don't know, dont know, do not know, don't remember, dont remember, do not remember, can't remember, cant remember
sys-where-words = where, what, who, how
sys-see-words = find, see, look, lookup
# Questions about the safety of data: one of each of these two lines, in a question.
sys-privacy-words = safe, secure, privacy, private, secret, leak, leaked, sold, misused, is this a scam, chat official, number official, what for, why do you need, why do you ask, legit, scam, trust
sys-data-words = data, nik, photo, kk, number, identity, information, this, chat, sapa
# Words of a plea about data: "please do not share my data".
sys-plea-words = don't, dont, afraid, worried
# Words that make a question at the end: "it is safe, right".
sys-tag-words = right
# Questions why something is asked for: "why do you need that"
sys-why-words = why, what for, why do you need, why do you ask, why do you want, why is it needed, what do you need it for, what is this for, whats this for, what's this for, what is it for
# Words of what becomes of the data, before the agreement: "who sees it?"
sys-keeping-words = do with, use my, used for, use it for, sees, see, view, keep, kept, store, stored, save, saved, share, shared, delete, deleted, access, who has, who gets, who reads, this for, that for
# Words of refusing in a question: "what if I don't agree?"
sys-refusing-words = disagree, do not agree, don't agree, dont agree, refuse, say no, do not want, don't want
sys-no-skip = This step is needed, so it cannot be skipped. Type *help* if something is difficult.
# Words that say that an answer is to be changed: "the NIK is wrong".
sys-wrong-words = wrong, typo, except, incorrect, change, correct, fix, mistake, edit
# Words of time behind "have": "did it since last year".
sys-since-words = since, ago, last, yesterday, long, before
# "I have", "we did": a yes, where having or having done something is asked for.
sys-have-words = have, had, got, did, does, has
# All choices at once.
sys-all-words = all, both, everything, semua
# Words around "right" and "send" at the summary: "everything is correct, send it"
sys-right-words = all, everything, is, are, it, it's, its, looks, that, the, data, details, submit, perfect, go, ahead, now
# Words between several choices: "faded and broken".
sys-and-words = and, plus, also, with, dan, &
# Words that add: "and it's also faded"
sys-also-words = also, too, as well, additionally
# Words that leave the rest out: "the damage is only the chip"
sys-only-words = only, just
# Words around a promise: "yes i will bring it when i come"
sys-then-words = later, when, while, collect, collecting, pick, up, come, there, card, old, damaged, ktp, new, will, i'll, ill, them, back
# Words that open another part of a message: "my mother lost her card can I apply for her"
sys-clause-words = and, can i, can we, could i, may i, what do, what are, how much, how long, how do, where do, is it, do i need

## Photos and files

sys-photo-received = { $count ->
    [1] We have received your photo, thank you.
   *[other] We have received { $count } photos, thank you.
}
sys-page-number = Please fill in *{ $what }* on the office's secure page with the button below; once it is sent, the chat goes on here.
sys-page-photos = Please send *{ $what }* on the office's secure page with the button below; once it is sent, the chat goes on here.
# label: the answer's name, such as "Police letter"
sys-ask-files = *{ $label }*: { $count } photos. Which one would you like to change?
sys-ask-one-file = { $count ->
    [1] *{ $label }*: one photo. Would you like to replace it?
   *[other] *{ $label }*: photo { $number } of { $count }. Would you like to replace or remove it?
}
sys-ask-photo-instead = Please send the photo that takes the place of *photo { $number }*. The old one stays until the new one is here.
sys-ask-photo-more = Please send the additional photo.
sys-photo-replaced = The photo is replaced, thank you.
sys-photo-removed = Photo { $number } is removed.
sys-photo-kept = All right, we take the photo as it is; an officer will look at it.
sys-photo-slow = Your photo is on its way, please wait a moment. There is no need to send it again.
sys-photo-idle = Thank you. No request needs a photo right now, so we did not keep it.
sys-photo-not-now = The photo is not needed at this step, so we did not keep it. We will ask for it in time.
# advice: one of photo-advice-… below
sys-ask-poor-file = The photo has arrived, but it is *not clear enough yet*. { $advice }
    If that is difficult, choose *Send as it is* and an officer will look at it.

photo-advice-blurry = It is a little blurry: please take it from closer and hold still until the text is sharp.
photo-advice-dark = It is too dark: please take it again in a bright place, for example near a window.
photo-advice-glare = There is a reflection: please switch off the flash or move a little, then take it again.
photo-advice-cropped = Part of the page is cut off: please take it again with all four corners in view.
photo-advice-too-small = It is too small to read: please take it again from a little closer and send the original, not a screenshot.
photo-advice-not-document = It does not look like a letter: please lay the letter on a table and take the whole page from above.
photo-advice-unreadable-file = We cannot open that file: please send it again as a photo (JPG/PNG) or PDF.
photo-advice-unreadable = We cannot read that file: please send it again as a photo (JPG/PNG) or PDF.
photo-advice-damaged = The file did not arrive whole: please send it once more.
photo-advice-too-large = The file is too large: please send it as a normal photo, not as a document.
photo-advice-heic = We cannot open that kind of photo (HEIC) yet: please send it as a normal photo, not as a document.
photo-advice-video = Officers cannot check a video: please send a photo only.
photo-advice-audio = A voice message cannot serve as a paper: please send a photo of the letter.
photo-advice-other-kind = We cannot take that kind of file: please send a photo (JPG/PNG) or PDF.
photo-advice-active-pdf = That PDF carries programs or attachments, so for safety we do not open it: please send a photo of the letter.
photo-advice-pdf-unsafe = That PDF is not safe to open: please send a photo of the letter.
photo-advice-gone = The file can no longer be fetched from the chat app: please send it once more.

fault-files-text = At this step we need a *photo or PDF* of the letter. Tap the attachment sign (📎), choose the photo and send it.
fault-files-audio = A voice message cannot be used here. Please send a *photo or PDF* of the letter, or type *officer*.
fault-files-video = Officers cannot check a video. Please send a *photo* of the letter.
fault-files-sticker = Thank you for the sticker. We still need a *photo or PDF* of the letter.

## Answers that do not fit yet

fault-consent = To go on we need your answer: *I agree* or *I do not agree*. Choose *More details* to read what it means.
fault-choice = Sorry, I did not catch your choice. Please choose a button, or reply with its number.
fault-confirm = Please choose *Yes, send* if everything is right, or *Change* if something should be different.

fault-nik-none = We need the *NIK*: 16 digits, no letters. Please type the digits only.
fault-nik-len-short = The NIK you sent has only *{ $digits ->
    [one] one digit
   *[other] { $digits } digits
}*. A NIK always has 16. Please check and send it again.
fault-nik-len-long = What you sent has *{ $digits } digits*, but a NIK always has 16. Please check and send it again.
fault-nik-non-digit = A NIK consists of digits only, and there seem to be letters in it. Please send the 16 digits again.
fault-nik-day = Digits 7 and 8 of a NIK are the day of birth (plus 40 for women), but *{ $day }* is not a possible day. Please check again.
fault-nik-month = Digits 9 and 10 of a NIK are the month of birth, but *{ $month }* is not a possible month. Please check again.
fault-nik-date = Digits 7 to 12 of a NIK are the date of birth, but that date is not in the calendar. Please check again.
fault-nik-serial = The last four digits of a NIK are never 0000. Please check and send it again.
fault-nik-province = The first two digits of a NIK are the province, but *{ $province }* is not known. Please check again.

fault-kk-none = We need the *family card number*: 16 digits, no letters. Please type the digits only.
fault-kk-len-short = The number you sent has only *{ $digits ->
    [one] one digit
   *[other] { $digits } digits
}*. A family card number always has 16. Please check and send it again.
fault-kk-len-long = What you sent has *{ $digits } digits*, but a family card number always has 16. Please check and send it again.
fault-kk-non-digit = A family card number consists of digits only, and there seem to be letters in it. Please send the 16 digits again.
fault-kk-looks-like-nik = That looks like a *NIK*, not a family card number. The card's own number is printed at the very top, below KARTU KELUARGA. Please check again.
fault-kk-day = Digits 7 and 8 of a family card number are a day, and these do not fit. Please check again.
fault-kk-month = Digits 9 and 10 of a family card number are a month, and these do not fit. Please check again.
fault-kk-date = Digits 7 to 12 of a family card number are a date, but that date is not in the calendar. Please check again.
fault-kk-serial = The last four digits of a family card number are never 0000. Please check and send it again.
fault-kk-province = The first two digits of a family card number are the province, and that code is not known. Please check again.

fault-name-empty = Please type the full name in letters.
fault-name-too-short = The name is not complete yet. Please type at least two letters, as on the family card.
fault-name-too-long = The name is longer than 60 letters. Please type it as on the family card, without anything else.
fault-name-digits = There are digits in the name. Please type the full name in letters only.
fault-name-signs = There are signs that are not part of a name. Please type the full name only, in letters.

fault-email-syntax = That e-mail address is not complete. It looks like name@example.com. Please type it once more.
fault-email-code = The code in that e-mail has *6 digits*, for example 123456. Please type the digits only.
fault-village = We have not found that village. Please type its name only, or type *officer*.

fault-choices = Sorry, that choice was not clear. Please pick one at a time, or reply with the numbers, for example *1 and 3*.
fault-choices-few = Please choose at least *{ $min }*.
fault-choices-many = At most *{ $max }* can be chosen. Please pick the ones that fit best.
fault-text-short = Please write a little more, at least { $min ->
    [one] one letter
   *[other] { $min } letters
}.
fault-text-long = The text has { $digits } letters and there is room for { $max }. Please make it shorter.
fault-phone = That could not be read as a phone number. Please type it like this: 0812 3456 7890, or share the contact card.
fault-date = The date could not be read. Please type it like this: *20 November 2026*, *yesterday* or *20/11/2026*.
fault-date-early = That date is too early. Please choose a date from *{ $day }* on.
fault-date-late = That date is too far off. Please choose a date up to *{ $day }*.
fault-number = Please reply with one *number*, for example *2*.
fault-number-range = The number lies between { $min } and { $max }. Please check it and send it again.
# The number of this very chat.
fault-phone-this = The assistant cannot read the number of this chat by itself. Please type it, or tap *Share my number* where there is such a button.
sys-this-number-words = this number, this one, same number, my number here, the number of this chat
fault-money = Please type the amount in rupiah, for example *50,000* or *50 thousand*.
fault-money-range = The amount lies between { $min } and { $max }. Please check it and send it again.
fault-money-several = Please type just *one* amount. If you are not sure, an estimate will do: for example *2.5 million*.
fault-region = We have not found that region. Please type the name of the *province*, *regency or city*, or *district* only.
# Words around the name of a place of origin: "I moved from Bekasi".
sys-origin-words = i, i'm, im, am, was, we, moved, move, came, come, originally, origin, lived, living, live, from, in, at, to, the, my, old, previous, previously, address, used, city, town, it, is, was, area, region
fault-street = Please type the address a little more fully, for example *Jl. Melati No. 5, RT 02/RW 03*.
fault-location = Please share a *location* from the chat app: tap the attachment button, then choose *Location*.
fault-location-far = That point lies outside Indonesia. Please share the location once more.
fault-slot-place = We could not find that place among those still available. Please type the name of the *district* or *kelurahan* only.
fault-slot-day = That day is not available. Please choose one of the days that are left.
fault-slot-when = That day was not clear. Please choose one of the days that are left, for example *Wednesday* or *the earliest*.
fault-slot-hour = That hour was not clear or is not free on that day. Please choose one of the hours that are left.
fault-slot-when-first = All right. Please type the name of the *place* first; then we choose the day and the hour.
fault-slot-full = That place has just filled up. Please choose another one.
# Coming there is hard.
sys-hard-to-come = We understand. You may choose *another place* that is nearer. If coming is still hard, an officer can help: type *officer*.
sys-far-words = too far, so far, very far, far away, can't come, cant come, cannot come, can not come, can't go, cannot go, can't get there, cannot get there, can't make it, unable to come, not able to come, hard to come, difficult to come
# Words for a place of service among the options.
sys-counter-words = office, counter, kantor, loket

## Summary, receipt, status

sys-summary-head = Please check:
sys-summary-so-far = Your answers so far:
sys-summary-line = • { $label }: { $value }
sys-value-files = received ✅
sys-consent-refused = All right, the request goes no further and we do not use your data. You can still come to { $address }, or ask an officer.
sys-receipt = Thank you. We have *received* your request.
    Number: *{ $ticket }*
    Sent: { $time }
    Officers check in working hours whether it is complete. It takes about 1 working hour *after the papers are found complete and valid*. We will tell you in this chat.
sys-receipt-code = Code: *{ $code }*. Keep it; it opens this request from another chat.
sys-receipt-slot = Pickup: *{ $slot }*
sys-receipt-closed = The office is closed now. Officers begin to check { $opening }.
sys-already-filed = There is already request *{ $ticket }* in progress for this NIK, so it need not be sent twice. Type *status* to see how it goes.
sys-already-filed-elsewhere = Another request for this NIK is in progress, so this one cannot be sent yet. If you did not send it, please talk to an officer.

# state: one of status-… below
sys-status = Request *{ $ticket }* (sent { $since }):
    { $state }
sys-status-queue = Queue number: *{ $queue }*
sys-status-none = No request has been sent from this chat yet. If you sent one from another chat, please type its number (SAPA-…).


sys-ask-link = Number *{ $ticket }* was not sent from this chat. If it is your request, please type the *code* on its receipt and the *last 4 digits of the NIK*, for example: KXWMTR 1234
sys-link-both = Please type both in one message: the 6-letter code on the receipt and the last 4 digits of the NIK, for example: KXWMTR 1234
# address: the e-mail address that was typed
sys-ask-email-code = We have mailed a *6-digit code* to { $address }. Please type it here; if you do not see it, look into the spam folder too.
sys-code-mailed-again = A new code is on its way to { $address }. Please type the *code of the newest e-mail*; the one before is no longer valid.
sys-code-wrong = That code does not match. Please type the *code of the newest e-mail*. { $left ->
    [one] One try is
   *[other] { $left } tries are
} left.
sys-code-locked = That code did not match five times, so for safety it is closed. Please ask for a new code, use another address, or talk to an officer.
sys-code-over = That code is no longer valid: each one is good for 15 minutes. Please ask for a new one.
sys-code-too-soon = A code was mailed just now and may take a moment. { $seconds ->
    [one] You can ask for the next one in one second.
   *[other] You can ask for the next one in { $seconds } seconds.
}
sys-code-enough = We mail three codes an hour at most. { $minutes ->
    [one] You can ask for the next one in one minute;
   *[other] You can ask for the next one in { $minutes } minutes;
} an officer can help too.
sys-email-proven = Thank you, your e-mail address is proven.
sys-mail-refused = The e-mail to { $address } was refused by its provider, so the address may be wrong. Please check it.
sys-mail-gave-up = Sorry, we could not send the e-mail with your code. Please ask for a new code, use another address, or talk to an officer.
# The e-mail: plain text, without links
mail-code-subject = Your e-mail code for { $office }
mail-code-body = Your code: { $code }

    Type it in the chat of { $office }. { $minutes ->
        [one] It is valid for one minute.
       *[other] It is valid for { $minutes } minutes.
    }
    Give this code to nobody, not to officers either.

    If you did not ask for it, just ignore this e-mail. It was sent automatically and needs no answer.
sys-linked = Request *{ $ticket }* is now connected to this chat.
sys-ask-recheck-nik = Your contact in this app has changed. To protect your data, please type the *last 4 digits of the NIK* on your request. If you never sent one, choose *Start new*.
sys-ask-recheck-kk = Your contact in this app has changed. To protect your data, please type the *last 4 digits of the family card number* on your request. If you never sent one, choose *Start new*.
sys-proven = Thank you, that matches.
sys-not-proven = That does not match our data yet. Please check and type it again. { $left ->
    [one] One try is
   *[other] { $left } tries are
} left.
sys-proof-locked = For safety, proving it in this chat is paused for 24 hours. An officer can help you: type *officer*.

status-submitted = *Not yet processed*. Your papers are in the queue to be checked. There is nothing you need to do now.
status-complete = *Papers complete*. Officers will enter your data into the population system. There is nothing you need to do now.
status-in-siak = *Entered into SIAK* (the population system). Officers are comparing your data.
status-draft-printed = *In progress*. Your data match and the draft is made.
status-tte-review = *Being checked by officials* before it is signed. There is nothing you need to do now.
status-returned-to-operator = *Being corrected by officers*. There is nothing you need to do now.
status-head-review = *Waiting for the head of the office*. There is nothing you need to do now.
status-approved = *Approved by the head of the office*. It only needs to be printed; we will tell you when it is ready.
status-emailed = *Done*. The document was sent to your e-mail address.
status-produced = *Being printed*. We will tell you when it is ready.
status-printed = *Printed*. Your queue number for collecting it follows soon.
status-ready = *Ready to collect*. Please show your queue number at the counter.
status-collected = *Done*. It has been collected. Thank you.
status-cancelled = *Cancelled*. Type *officer* if you have a question.
status-cancelled-incomplete = *Cancelled* because papers were missing. You can file again and add what was missing.
status-cancelled-siak-invalid = *Cancelled* because some data do not match the population system. You can file again once they are corrected.
status-cancelled-head-rejected = *Cancelled to be corrected*. The reason is in our earlier message; you can file again.
status-cancelled-by-citizen = *Withdrawn at your request*.
status-cancelled-expired = *Cancelled* because it was not collected in time. Type *officer* to arrange it again.
status-cancelled-duplicate = *Cancelled* because there is another request for the same person.

## News from the office

case-complete = Good news: the papers of request *{ $ticket }* are *complete*. Officers now compare the data; there is nothing you need to do.
# reason: the officer's words, or case-reason-…; step: case-step-…
case-cancelled = We are sorry, request *{ $ticket }* was *cancelled* because: { $reason }
    What you need to do: { $step }
case-reason-incomplete = papers are missing
case-reason-siak-invalid = some data do not match the population system
case-reason-head-rejected = not approved by the head of the office
case-reason-by-citizen = withdrawn at your request
case-reason-expired = not collected in time
case-reason-duplicate = there is another request for the same person
case-step-incomplete = choose *File again* and add that part. Your other data and photos are kept.
case-step-siak-invalid = have those data corrected, with an officer's help if needed, then choose *File again*. Your data and photos are kept.
case-step-head-rejected = correct that part, then choose *File again*. If the correction is ours to make, an officer will help you.
case-step-by-citizen = nothing. You can file again at any time.
case-step-expired = type *officer* to arrange the pickup, or choose *File again*.
case-step-duplicate = nothing. The other request goes on; type *status* to see it.
case-ready = Good news! Request *{ $ticket }* is *ready to collect*.
    Queue number: *{ $queue }*
    Place: { $place }
    When: { $date }, { $hours }
    Bring: this queue number and your family card. Free of charge.
case-mark = *Automatic notice from the office*
case-collected = Request *{ $ticket }* is done: you have collected it. Thank you. If anything on it is wrong, type *officer* soon.

## Officers

sys-person-queue = All right, I am connecting you to an officer. Your place: *{ $position }*. Answers usually take ±{ $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
} in working hours.
    Officers read what you write here. Type *menu* to return to the assistant.
sys-person-closed = All right, your message is noted for an officer. The office is closed now ({ $hours }); officers read from { $opening }.
    Type *menu* to return to the assistant.
sys-still-waiting = Your message is kept for the officer, and you are still in the queue. Meanwhile the assistant does not answer; tap *Back to assistant* to go on by yourself.
sys-still-waiting-closed = Your message is kept for the officer, who reads from { $opening }. Meanwhile the assistant does not answer; tap *Back to assistant* to go on by yourself.
sys-ask-person = That is all right. I can connect you to an officer, or we try once more.
sys-officer-joined = You are connected to an officer of { $office }. Please write your question here.
sys-officer-timeout = Sorry, the officer could not answer yet. You are still in the queue and keep your place.
sys-left-queue = All right, you are back with the assistant.
sys-back-with-bot = The talk with the officer is over. Let us go on with your request.
sys-back-with-bot-idle = The talk with the officer is over. Is there anything else?

## Personal data

sys-my-data = What we keep of you: { $filed ->
    [one] one request
   *[other] { $filed } requests
} sent and { $answers ->
    [one] one answer
   *[other] { $answers } answers
} of an unfinished request. Photos are deleted { $days } days after a request is done.
    To see, correct or restrict your data, contact { $contact }. We answer within 3×24 hours.
sys-ask-delete = We will delete the request that was *not sent yet* with its photos, right now. Papers that were *handed to the office* follow the archive rules and are not deleted from here. Go on?
sys-data-deleted = The unsent request and its photos are deleted. For data that were handed to the office, type *my data*.

## Frequent questions

# The national complaint channel: written alike everywhere.
-lapor = LAPOR! (lapor.go.id)
-attorney = letter of attorney (F-1.07)

faq-cost = *It is free of charge*, from the request to the pickup. If anyone asks for money, please report it: type *officer*, or use { -lapor }.
faq-requirements = For a lost KTP-el: the *police letter of loss*, the NIK and the family card number. Form F-1.02 is filled from your answers here. If someone else files it: also a *{ -attorney }*.
faq-represent = Someone else may file it, with the owner's *{ -attorney }* bearing a Rp10.000 stamp duty. Start the request as usual; we will ask whose KTP is lost.
faq-represent-begun = Someone else may file it, with the owner's *{ -attorney }* bearing a Rp10.000 stamp duty.
faq-hours = Hours: *{ $hours }*
    Address: { $address }
    Phone: { $phone }
# office: its name; days: a count
faq-privacy = This is the official assistant of { $office }. Your data is used *only* for this request and is stored encrypted. Messages pass through this chat app. Photos are deleted { $days } days after it is done. For details type *my data*.
faq-duration = It takes about 1 working hour *after the papers are found complete and valid* by an officer. We tell you each step in this chat.
faq-pickup = Once the KTP-el is printed, we send you the *queue number*, place and date in this chat. Pickup hours: { $hours }. Please bring the queue number and your family card.
faq-pickup-booked = Your pickup: *{ $slot }*. Please bring the queue number and your family card.
# How the card comes to its owner.
faq-collect-other = The KTP-el is best collected *by its owner*, since the fingerprints may be compared at the counter. If the owner cannot come, please ask first: type *officer*.
faq-delivery = The KTP-el is *collected in person* at the counter; it is not sent by post, courier or e-mail. If coming is hard, type *officer*.
sys-delivery-words = by post, by mail, mail it, mailed, post it, posted, courier, deliver, delivered, delivery, ship, shipped, to my home, to my house, to my address, lewat pos, kurir, gosend, diantar, ke rumah
# How people ask how far their request is, besides "status".
sys-done-words = when will it be done, when will it be ready, when is it done, when is it ready, when will my card be ready, when will my card be done, ready yet, done yet, finished yet, how much longer, kapan jadi, kapan selesai
sys-collect-words = collect, collected, pick up, picked up, pick it up, pickup, ambil, diambil
sys-another-words = someone else, somebody else, other person, another person, my husband, my wife, my son, my daughter, my mother, my father, my brother, my sister, my family, my friend, relative, on my behalf, for me
sys-may-words = can, may, could, possible, allowed
faq-complaint = We are sorry for your experience. You can complain through:
    • Complaint desk and suggestion box: { $address }
    • WhatsApp centre: { $whatsapp }
    • Phone: { $phone }
    • E-mail: { $email }
    • Website: { $website }
    • Facebook: { $facebook }
    • Satisfaction survey form: { $survey }
    • { -lapor }: complaints, suggestions, requests for information
    Or tell an officer here: what happened, when and where.

## Telegram: commands and groups

# word: what it does
cmd-menu = menu: What can be done here
cmd-status = status: See the progress of a request
cmd-resume = resume: Go on with an unfinished request
cmd-human = officer: Talk to an officer
cmd-help = help: How to use this assistant
cmd-cancel = cancel: Cancel a request
cmd-language = language: Change the language
sys-no-groups = Sorry, this service is for private chats only. Please write to me directly.

## Time

# Monday, 23 Nov 2026, 09.12 WITA
time-full = { $day }, { $date } { $month } { $year }, { $clock } { $zone }
time-day-1 = Monday
time-day-2 = Tuesday
time-day-3 = Wednesday
time-day-4 = Thursday
time-day-5 = Friday
time-day-6 = Saturday
time-day-7 = Sunday
time-month-1 = Jan
time-month-2 = Feb
time-month-3 = Mar
time-month-4 = Apr
time-month-5 = May
time-month-6 = Jun
time-month-7 = Jul
time-month-8 = Aug
time-month-9 = Sep
time-month-10 = Oct
time-month-11 = Nov
time-month-12 = Dec

## Buttons

# Opens a list of more than three choices.
btn-previous = Previous
btn-next = Next
btn-open-menu = See the choices
btn-yes = Yes
btn-yes-words = y, ok, okay, yep, sure, right, correct
btn-no = No
btn-no-words = n, nope, wrong
btn-menu = Menu
btn-menu-words = main menu
btn-status = Check status
btn-status-words = status, check, is it done
btn-human = Talk to an officer
btn-human-words = officer, human, person, agent, staff, talk to a person
btn-refile = File again
btn-resume = Go on
btn-back-to-bot = Back to assistant
btn-resume-words = continue, resume
btn-whose-keep = Yes, it is
btn-whose-keep-words = yes, right, correct, keep
btn-whose-anew = No, ask again
btn-whose-anew-words = no, ask again, that is mine
btn-switch-yes = Yes, switch
btn-switch-yes-words = yes, switch, change
btn-go-on = Go on
btn-go-on-words = continue, no, never mind
btn-try-again = Try again
btn-try-again-words = again, no, once more
btn-consent-yes = I agree
btn-consent-yes-words = yes, y, ok, okay, agree, agreed
btn-consent-no = I do not agree
btn-consent-no-words = no, disagree, refuse, I don't agree
btn-consent-more = More details
btn-consent-more-words = more, details, read more
btn-send = Yes, send
btn-send-words = yes, y, ok, okay, send, send it, correct, right, agree, looks good, looks right, all good, all correct, perfect, submit, nothing to change, everything is ok, everything is fine
btn-correct = Change
btn-correct-words = not correct, not right, edit, fix, correct it, wrong, no
btn-cancel = Cancel
btn-cancel-words = never mind
btn-cancel-yes = Yes, cancel
btn-cancel-yes-words = yes, y, cancel
btn-code-again = Send a new code
btn-code-again-words = send again, new code, resend, resend code, no code came, i did not get the code, not arrived, nothing arrived, no code, did not get it, not received, no email
btn-code-other = Another address
btn-code-other-words = other address, other email, another email, change address, change email, wrong address, wrong email, email wrong, wrong address, the email is wrong
btn-start-fresh = Start new
btn-start-fresh-words = start new, not me, never sent
btn-start-over-yes = Yes, start over
btn-start-over-yes-words = yes, y, start over
btn-withdraw-yes = Yes, withdraw
btn-withdraw-yes-words = yes, y, withdraw, cancel
btn-withdraw-no = Keep it
btn-withdraw-no-words = no, keep
btn-delete-data = Delete my data
btn-delete-data-words = delete
btn-delete-yes = Yes, delete
btn-delete-yes-words = yes, y, delete
btn-page = Open secure page
btn-photo-number = Photo { $number }
btn-photo-replace = Replace photo
btn-photo-replace-words = replace, another, change, yes
btn-photo-remove = Remove photo
btn-photo-remove-words = remove, delete
btn-photo-add = Add a photo
btn-photo-add-words = add, another one, one more
btn-photo-done = All is right
btn-photo-done-words = done, fine, leave it, enough, never mind, no
btn-share-contact = Share my number
btn-share-location = Send my location
btn-photo-again = New photo
btn-photo-again-words = again, retake, take again
btn-photo-keep = Send as it is
btn-photo-keep-words = as it is, keep, send anyway
btn-village-other = None of these
btn-village-other-words = other, another, none
btn-agree = Yes, I agree
btn-agree-words = yes, y, ok, okay, agree, true, correct
btn-disagree = No, I do not
btn-disagree-words = no, disagree, not yet, not true
btn-enough = That is all
btn-enough-words = done, enough, that is all, no more, no
btn-skip = Skip
btn-skip-words = skip, skip it, leave out, next, none, no need, not needed, no thanks, no thank you, i don't want to, i dont want to, don't want, rather not, i would rather not
btn-slot-place = Another place
btn-slot-place-words = change the place, other place
btn-slot-day = Another day
btn-slot-day-words = change the day, other day
btn-move = Change the time
btn-move-words = reschedule, another time, change the day, change date
btn-move-same = The same place
btn-move-same-words = same, there
btn-language-ban = Basa Bali
btn-language-ban-words = bali, balinese, ban
btn-language-id = Bahasa Indonesia
btn-language-id-words = indonesian, id, bahasa
btn-language-en = English
btn-language-en-words = en, inggris

# The one-time page for personal data.

page-fill = Fill in: { $what }
page-fill-photos = Send a photo: { $what }
page-lead = This page belongs to our office. What you fill in goes straight to the office and does not show in the chat.
page-privacy = The data is used for your request alone. This link works for one hour and for one question.
page-number-hint = 16 digits, spaces are fine
page-count = { $n } of 16 digits
page-person = Need help? Please go back to the chat and type *officer*.
page-send = Send
page-again = We could not take this yet. Please check it.
page-suggestion = You may have meant the number below. Please check it, then tap *Send*.
page-photos-lead = { $max ->
    [1] Please take or choose one photo or PDF.
   *[other] Please take or choose photos or PDFs, { $max } at most.
}
page-camera = Take a photo
page-choose = Choose from the phone
page-upload = Upload
page-none = { $min ->
    [1] There is no photo yet that can be opened. Please add one.
   *[other] Some are missing. Please add photos until there are { $min }.
}
page-file = Photo { $n }
page-file-good = Easy to read
page-file-partly = { $percent }% sent so far. Please choose the same photo to go on.
page-remove = Remove
page-remove-file = Remove photo { $n }
page-send-photos = { $count ->
    [1] Send this photo
   *[other] Send { $count } photos
}
page-send-anyway = You may replace a photo that is not clear, or send it as it is.
page-enough = There are enough photos. Remove one to replace it.
page-too-large = The file is too large. Please take a photo with the phone's camera, { $mb } MB at most.
page-broken = The photo was not sent. Please try again.
page-working = Sending …
page-judging = Checking the photo …
page-waiting = The connection broke. Sending goes on when it is back.
page-offline = The phone is not connected to the internet. What you filled in stays here; please send it once you are connected.
page-done = Thank you, we have received it
page-done-next = Please close this page and go back to the chat. The conversation goes on there.
page-over = This link is no longer valid
page-over-next = To keep your data safe, a link works for a short time and for one answer. Please go back to the chat and type *repeat*; we send a new link if it is still needed.
page-staff = An officer is helping you
page-staff-next = Please go back to the chat and go on with the officer there.
page-fault = This page is out of order
page-fault-next = Please try again in a moment. What you answered in the chat is kept.

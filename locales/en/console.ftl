# The staff console.

console-title = Staff console
console-skip = Skip to content
console-nav = Main menu
console-nav-chats = Chats
console-nav-cases = Cases
console-nav-staff = Staff
console-nav-password = Change password
console-logout = Sign out
console-mute = Mute sound
console-unmute = Turn sound on
console-offline = The live connection is down. This page may be behind.
console-session-over = Your session has ended. Copy any unsent text first, then sign in again.
console-sign-in-again = Sign in again
console-waiting-title = ({ $n }) Waiting
console-close = Close
console-cancel = Cancel
console-save = Save
console-next-page = Next page
console-first-page = To the first page

console-weekdays = Mon Tue Wed Thu Fri Sat Sun
console-months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
console-span-now = just now
console-span-minutes = { $n } min
console-span-hours = { $m ->
    [0] { $n } h
   *[other] { $n } h { $m } min
  }
console-span-days = { $m ->
    [0] { $n } d
   *[other] { $n } d { $m } h
  }

# Signing in

console-login-title = Sign in
console-login-lead = For the staff of { $office }.
console-login-name = User name
console-login-password = Password
console-login-button = Sign in
console-login-wrong = User name and password do not match.
console-login-locked = Too many attempts. Try again in { $seconds } seconds.
console-login-again = The sign-in page was open for too long. Please try once more.
console-login-forgot = Forgot your password? Ask an administrator for a one-time password.
console-logged-out = You have signed out.

console-password-title = Change password
console-password-first = You signed in with a one-time password. Choose your own to go on.
console-password-old = Current password
console-password-new = New password
console-password-repeat = New password again
console-password-hint = At least { $min } characters. A few unrelated words are easy to remember and hard to guess.
console-password-button = Save password
console-password-changed = Password changed. Other browsers have been signed out.
console-password-short = The new password is too short: at least 12 characters.
console-password-long = The new password is too long.
console-password-differs = The two new passwords differ.
console-password-same = The new password must differ from the current one.
console-password-guessable = The new password is too easy to guess.
console-password-old-wrong = The current password does not match.
console-password-locked = Too many attempts. Wait a few minutes.

# Inbox

console-inbox-title = Chats
console-tab-waiting = Waiting
console-tab-mine = Mine
console-tab-bot = Bot
console-tab-all = All
console-inbox-empty-waiting = Nobody is waiting.
console-inbox-empty-mine = You hold no chats.
console-inbox-empty-bot = No chats with the bot.
console-inbox-empty-all = No chats yet.
console-inbox-more = There are more; serve the topmost first.
console-waits = Waiting { $span }
console-owner-bot = Bot
console-owner-queue = Queue
console-owner-me = Me
console-window-none = No reply limit
console-window-open = Reply within { $span }
console-window-closed-mark = Outside reply window
console-failed-mark = Undelivered message
console-opted-out-mark = Opted out
console-unreachable-mark = Unreachable
console-channel-whatsapp = WhatsApp
console-channel-telegram = Telegram
console-you-said = Office:

# Chat

console-take = Take over
console-take-key = key t
console-give-back = Give back to the bot
console-give-back-key = key k
console-taken = You now hold this chat. The citizen has been told.
console-given-back = The chat is back with the bot.
console-retried = The message is being sent again.
console-reply-label = Reply to the citizen
console-reply-placeholder = Write a reply. Ctrl+Enter sends.
console-reply-send = Send
console-reply-hint = Ctrl+Enter sends
console-reply-first-take = Take this chat over to reply.
console-reply-held = { $name } holds this chat.
console-reply-closed = Outside the reply window: a template tells the citizen, and your answer leaves as soon as they reply or tap its button.
console-reply-unreachable = This citizen cannot be reached on this channel.
console-reply-opted-out = This citizen asked for no more messages.
console-reply-empty = The reply is empty.
console-reply-too-long = The reply is too long: at most { $max } characters.
console-held-by = { $name } holds this chat.
console-not-yours = You no longer hold this chat. Take it over first.
console-unreachable = This citizen cannot be reached; nothing was sent.
console-earlier = Earlier messages
console-latest = To the latest messages
console-transcript = Transcript
console-no-messages = No messages yet.
console-author-citizen = Citizen
console-author-bot = Sapa (bot)
console-author-office = Office (notice)
console-author-staff = Staff
console-delivery-queued = queued
console-delivery-accepted = taken by the platform
console-delivery-sent = sent
console-delivery-delivered = delivered
console-delivery-read = read
console-delivery-failed = FAILED
console-delivery-held = waits for the citizen to reply
console-sent-as-template = sent as a template
console-reason-unreachable = the citizen cannot be reached on this channel (blocked us, moved, or the number is dead)
console-reason-window = outside the reply window, and no template is approved
console-reason-template = the platform refused the template
console-reason-kept-back = the platform keeps this message from this citizen
console-reason-refused = the platform refused its content
console-reason-held-back = sending is stopped
console-reason-gave-up = the platform could not be reached for too long
console-reason-other = another reason
console-delivery-why = reason: { $why }
console-retry = Send again
console-choices = Choices offered
console-unreadable = (unreadable)
console-kind-text = Text
console-kind-photo = Photo
console-kind-document = Document
console-kind-audio = Voice message
console-kind-video = Video
console-kind-sticker = Sticker
console-kind-location = Location
console-kind-contact = Contact
console-kind-tap = Tapped a button
console-kind-page = Through the secure page
console-kind-reaction = Reaction
console-kind-edited = Edited message
console-kind-unsupported = A kind of message not supported yet
console-kind-push = Notice
console-media-received = The file is being fetched from the platform.
console-media-failed = The file could not be fetched. Ask the citizen to send it again.
console-open-photo = Open photo
console-open-file = Download file
console-side-cases = Cases of this citizen
console-no-cases = No cases yet.
console-back-to-inbox = Back to the list

# Cases

console-cases-title = Cases
console-show-mine = My turn
console-show-open = Under way
console-show-all = All
console-show-found = Search result
console-filter-status = Status
console-filter-any = Any status
console-filter-button = Show
console-search-label = Find a ticket or NIK
console-search-button = Find
console-search-nothing = There is no case with that number. Please check it.
console-cases-empty-mine = Nothing is waiting for you. Well done.
console-cases-empty = No cases here.
console-column-ticket = Ticket
console-column-service = Service
console-column-name = Applicant
console-column-status = Status
console-column-submitted = Filed
console-column-sla = 1-hour promise
console-sla-none = not running yet
console-sla-running = { $span } left
console-sla-overdue = overdue by { $span }
console-sla-met = on time
console-sla-missed = late
console-sla-due = due { $at } { $zone }

console-status-submitted = Not processed yet
console-status-complete = Papers complete
console-status-in-siak = In SIAK
console-status-draft-printed = Draft printed
console-status-tte-review = Signature check
console-status-returned-to-operator = Returned to operator
console-status-head-review = Waiting for the Head
console-status-approved = Approved
console-status-emailed = Sent by e-mail
console-status-produced = Produced
console-status-printed = Printed
console-status-ready = Ready for pickup
console-status-collected = Collected
console-status-cancelled = Cancelled

console-cancel-code-incomplete = Papers incomplete
console-cancel-code-siak-invalid = Data not valid in SIAK
console-cancel-code-head-rejected = Not approved by the Head
console-cancel-code-by-citizen = Withdrawn by the citizen
console-cancel-code-expired = Not collected
console-cancel-code-duplicate = Duplicate

console-act-accept-complete = Papers complete
console-act-cancel-incomplete = Cancel: papers incomplete
console-act-cancel-duplicate = Cancel: duplicate
console-act-enter-siak = Start SIAK entry
console-act-cancel-invalid = Cancel: data not valid
console-act-print-draft = Data valid, print draft
console-act-request-signature = Request signature check
console-act-return-to-operator = Return to operator
console-act-reprint-draft = Print draft again
console-act-forward-to-head = Forward to the Head
console-act-approve = Approve
console-act-reject = Reject
console-act-send-by-email = Send by e-mail
console-act-produce = Produce
console-act-print = Print
console-act-call-for-pickup = Call for pickup
console-act-hand-over = Hand over to the citizen
console-act-cancel-uncollected = Cancel: not collected
console-act-withdraw = Withdrew the case
console-act-submit = Filed the case
console-act-submitted = Filed the case

console-case-fields = Answers
console-case-files = Photos and files
console-case-history = History
console-case-acts = Actions
console-case-no-acts = Your roles have nothing to do in this state.
console-case-chat = Open chat
console-case-next = Next
console-case-previous = Previous
console-case-to-list = To the list
console-case-submitted = Filed { $at } { $zone }
console-case-confirmed = Confirmed by the citizen { $at } { $zone }
console-case-revision = Filing no. { $n }
console-case-queue-number = Queue number
console-case-counter = Counter
console-case-pickup = Pickup date
console-case-cancelled-because = Reason of cancellation
console-case-changed = This case has just been changed. What you typed is still below.
console-case-reload = Reload
console-case-conflict = Someone else has changed this case. Your action was not carried out; this is how it stands now.
console-moved = Done. Status now: { $status }.
console-moved-number = Done. Status now: { $status }. Queue number: { $number }.
console-field-none = (none)
console-field-reveal = Show
console-field-revealed = Recorded: you have seen this.
console-field-hidden = masked
console-file-missing = The file is not available yet.
console-files-none = No photos or files.
console-files-note = Every photo that opens is recorded under your name.
console-rotate-left = Rotate left
console-rotate-right = Rotate right
console-zoom-in = Zoom in
console-zoom-out = Zoom out
console-history-told = citizen told
console-actor-citizen = Citizen
console-actor-staff = Staff
console-actor-bot = Sapa (bot)
console-actor-system = System
console-actor-office = Office

console-field-reason = Reason for the citizen
console-field-reason-hint = The citizen reads it as it is: what is missing and what to do. { $min } to { $max } characters, in Indonesian.
console-field-note = Note for the operator
console-field-note-hint = Not shown to the citizen. { $min } to { $max } characters.
console-field-missing = What is missing
console-field-counter = Pickup counter
console-field-counter-choose = Choose a counter
console-field-pickup-date = Pickup date
console-act-confirm-cancel = Yes, cancel the case
console-act-confirm = Do it
console-act-warn-cancel = A cancellation ends this case and cannot be undone.
console-fault-reason = Write a reason of 10 to 500 characters.
console-fault-counter = Choose a pickup counter.
console-fault-pickup-date = Choose a pickup date.

console-flag-region-historic = region code no longer in use
console-flag-region-legacy = old region code
console-flag-region-kec = unknown district code
console-flag-other-region = registered elsewhere
console-flag-under-17 = under 17
console-flag-date-unlikely = unlikely date
console-flag-blurry = blurry
console-flag-dark = dark
console-flag-glare = glare
console-flag-cropped = cut off
console-flag-too-small = too small
console-flag-not-document = perhaps not a document
console-flag-unreadable-file = unreadable file

# Staff

console-staff-title = Staff
console-staff-list = Staff accounts
console-staff-add = Add staff
console-staff-login = User name
console-staff-login-hint = Small letters, digits, dots or dashes; 3 to 32.
console-staff-name = Full name
console-staff-roles = Roles
console-staff-add-button = Add
console-staff-state = State
console-staff-active = active
console-staff-disabled-mark = disabled
console-staff-one-time-mark = password not changed yet
console-staff-locked-mark = locked for a while
console-staff-you = you
console-staff-edit = Edit
console-staff-disable = Disable
console-staff-enable = Enable
console-staff-reset = New one-time password
console-staff-set-roles = Save roles
console-staff-fresh = One-time password for { $login }
console-staff-fresh-hint = Shown only this once. Hand it over in person; it must be changed at the first sign-in.
console-staff-disabled = Account { $login } is disabled.
console-staff-enabled = Account { $login } is enabled.
console-staff-roles-set = Roles of { $login } saved.
console-staff-last = Not possible: this is the last administrator.
console-staff-not-yourself = Not possible for your own account.
console-staff-login-fault = A user name has 3 to 32 small letters, digits, dots or dashes.
console-staff-login-taken = This user name is taken.
console-staff-name-fault = Give the full name, at most 80 characters.
console-staff-roles-fault = Choose at least one role.

console-role-verifier = Verifier (Admin)
console-role-siak-operator = SIAK operator
console-role-certifier = Certifier / Division head
console-role-head = Head of office
console-role-producer = Production
console-role-counter = Counter
console-role-agent = Chat agent
console-role-administrator = Administrator

# Alarms

console-nav-alarms = Alarms
console-alarms-title = Alarms
console-alarms-none = No alarms. Everything runs.
console-alarms-what = What happened
console-alarms-since = Since
console-alarms-advice = What to do
console-alarms-open = Open
console-alarms-clear = Looked after
console-alarms-retry = Try again
console-alarms-hint = Administrators mark alarms as looked after.
console-alarms-cleared = The alarm is marked as looked after.
console-alarms-retried = The message is tried again.
console-alarms-over = This alarm is over already.
console-alarm-do = Tell whoever runs the system.

console-alarm-arrival-set-aside = A citizen's message could not be processed
console-alarm-arrival-set-aside-do = It is kept and the chat goes on without it. Tell whoever runs the system; once mended, choose Try again.
console-alarm-internal-unreadable = A task of the system does not read
console-alarm-internal-unreadable-do = Tell whoever runs the system; once mended, choose Try again.
console-alarm-channel-off = Messages from a channel that is switched off
console-alarm-channel-off-do = Switch the channel on again, then choose Try again.
console-alarm-channel-held = A channel sends nothing
console-alarm-channel-held-do = Check the channel's token, account and payment. Messages wait and leave by themselves once it works.
console-alarm-account-news = News from a platform about our account
console-alarm-account-news-do = Read them on the platform's dashboard, then mark this as looked after.
console-alarm-unknown-sender = A message from a sender that cannot be made out
console-alarm-unknown-sender-do = Tell whoever runs the system: the platform may use a new kind of sender.
console-alarm-template-unusable = A message template cannot be used
console-alarm-template-unusable-do = Check this template on the platform's dashboard and submit it again. Until then its messages wait for the citizen to write.
console-alarm-unasked-stopped = The platform stopped messages that citizens did not ask for
console-alarm-unasked-stopped-do = Check the number's quality on the platform's dashboard. Answers still go out.
console-alarm-redis = Redis does not answer
console-alarm-redis-do = No message is lost; sending is slower. Start Redis again.
console-alarm-message-failed = A message was not delivered
console-alarm-message-failed-do = Find the message marked as failed in its chat; send it again or reach the citizen another way.
console-alarm-window-closed = A message waits for the citizen to write
console-alarm-window-closed-do = The platform's time to reply is over. If it is urgent, reach the citizen another way.
console-alarm-file-store = Citizens' photos cannot be stored
console-alarm-file-store-do = Check room and permissions of the file store. Photos wait and are fetched again by themselves.
console-alarm-arrival-unstorable = A citizen's message cannot be stored
console-alarm-arrival-unstorable-do = Tell whoever runs the system. The platform keeps it for seven days and delivers it again.
console-alarm-media-failed = A citizen's photo could not be processed
console-alarm-media-failed-do = The citizen was asked to send it again. Tell whoever runs the system.
console-alarm-media-held = Citizens' photos cannot be fetched from the platform
console-alarm-media-held-do = Check the channel's token and account. Photos wait for seven days at most.
console-alarm-media-waiting = A citizen's photo has waited for more than an hour
console-alarm-media-waiting-do = Check the connection to the platform. What does not come within seven days is asked for again.
console-alarm-inbox-waiting = A citizen's message has waited for more than five minutes
console-alarm-inbox-waiting-do = Check load and database. Nothing is lost.
console-alarm-outbox-waiting = An answer has waited for more than ten minutes
console-alarm-outbox-waiting-do = Check the connection to the platform. Answers leave by themselves once it works.
console-alarm-sla-overdue = A promised time has run out
console-alarm-sla-overdue-do = Take this case first.

# Errors

console-error-not-found = Page not found
console-error-not-found-text = The address may be wrong, or the data has been deleted.
console-error-forbidden = Not for your role
console-error-forbidden-text = Your roles do not open this page. Ask an administrator if they should.
console-error-stale = This page is too old
console-error-stale-text = It was open for too long. Go back, reload and try once more.
console-error-bad-form = The form could not be read
console-error-bad-form-text = Go back, check the form and try once more.
console-error-inside = Something went wrong on our side
console-error-inside-text = Try again in a moment. If it keeps happening, tell the system's operator.
console-error-home = To the start page

## A preview of all messages, for who writes the texts.

console-nav-preview = Preview
console-preview-title = Preview of messages
console-preview-hint = Each message of the service as citizens see it, with long sample values, not the data of the office. Lengths are counted as the app counts them.
console-preview-service = Service
console-preview-language = Language
console-preview-show = Show
console-preview-when = asked when

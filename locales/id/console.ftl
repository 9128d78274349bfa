# Konsol petugas.

console-title = Konsol petugas
console-skip = Langsung ke isi
console-nav = Menu utama
console-nav-chats = Percakapan
console-nav-cases = Permohonan
console-nav-staff = Petugas
console-nav-password = Ganti kata sandi
console-logout = Keluar
console-mute = Matikan bunyi
console-unmute = Nyalakan bunyi
console-offline = Sambungan langsung terputus. Halaman ini mungkin tertinggal.
console-session-over = Sesi Anda berakhir. Salin dulu tulisan yang belum terkirim, lalu masuk lagi.
console-sign-in-again = Masuk lagi
console-waiting-title = ({ $n }) Menunggu
console-close = Tutup
console-cancel = Batal
console-save = Simpan
console-next-page = Halaman berikutnya
console-first-page = Ke halaman pertama

console-weekdays = Sen Sel Rab Kam Jum Sab Min
console-months = Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des
console-span-now = baru saja
console-span-minutes = { $n } mnt
console-span-hours = { $m ->
    [0] { $n } j
   *[other] { $n } j { $m } mnt
  }
console-span-days = { $m ->
    [0] { $n } hr
   *[other] { $n } hr { $m } j
  }

# Masuk

console-login-title = Masuk
console-login-lead = Untuk petugas { $office }.
console-login-name = Nama pengguna
console-login-password = Kata sandi
console-login-button = Masuk
console-login-wrong = Nama pengguna atau kata sandi tidak cocok.
console-login-locked = Terlalu banyak percobaan. Coba lagi dalam { $seconds } detik.
console-login-again = Halaman masuk sudah lama terbuka. Silakan coba sekali lagi.
console-login-forgot = Lupa kata sandi? Mintalah kata sandi sekali pakai kepada administrator.
console-logged-out = Anda sudah keluar.

console-password-title = Ganti kata sandi
console-password-first = Anda masuk dengan kata sandi sekali pakai. Pilih kata sandi Anda sendiri untuk melanjutkan.
console-password-old = Kata sandi sekarang
console-password-new = Kata sandi baru
console-password-repeat = Ulangi kata sandi baru
console-password-hint = Paling sedikit { $min } huruf. Beberapa kata yang tidak berhubungan mudah diingat dan sulit ditebak.
console-password-button = Simpan kata sandi
console-password-changed = Kata sandi sudah diganti. Peramban lain sudah dikeluarkan.
console-password-short = Kata sandi baru terlalu pendek: paling sedikit 12 huruf.
console-password-long = Kata sandi baru terlalu panjang.
console-password-differs = Kedua kata sandi baru tidak sama.
console-password-same = Kata sandi baru harus berbeda dari yang sekarang.
console-password-guessable = Kata sandi baru terlalu mudah ditebak.
console-password-old-wrong = Kata sandi sekarang tidak cocok.
console-password-locked = Terlalu banyak percobaan. Tunggu beberapa menit.

# Kotak masuk

console-inbox-title = Percakapan
console-tab-waiting = Menunggu
console-tab-mine = Saya
console-tab-bot = Bot
console-tab-all = Semua
console-inbox-empty-waiting = Tidak ada warga yang menunggu.
console-inbox-empty-mine = Anda tidak memegang percakapan.
console-inbox-empty-bot = Tidak ada percakapan dengan bot.
console-inbox-empty-all = Belum ada percakapan.
console-inbox-more = Masih ada yang lain; layani yang teratas dahulu.
console-waits = Menunggu { $span }
console-owner-bot = Bot
console-owner-queue = Antrean
console-owner-me = Saya
console-window-none = Tanpa batas waktu balas
console-window-open = Bisa dibalas { $span } lagi
console-window-closed-mark = Di luar waktu balas
console-failed-mark = Ada pesan gagal
console-opted-out-mark = Berhenti berlangganan
console-unreachable-mark = Tidak terjangkau
console-channel-whatsapp = WhatsApp
console-channel-telegram = Telegram
console-you-said = Kantor:

# Percakapan

console-take = Ambil alih
console-take-key = tombol t
console-give-back = Kembalikan ke bot
console-give-back-key = tombol k
console-taken = Percakapan ini sekarang Anda pegang. Warga sudah diberi tahu.
console-given-back = Percakapan dikembalikan ke bot.
console-retried = Pesan dikirim ulang.
console-reply-label = Balasan untuk warga
console-reply-placeholder = Tulis balasan. Ctrl+Enter mengirim.
console-reply-send = Kirim
console-reply-hint = Ctrl+Enter mengirim
console-reply-first-take = Ambil alih percakapan ini untuk membalas.
console-reply-held = Percakapan ini dipegang { $name }.
console-reply-closed = Di luar waktu balas: warga diberi tahu lewat templat, dan jawaban Anda terkirim begitu ia membalas atau menekan tombolnya.
console-reply-unreachable = Warga ini tidak terjangkau di kanal ini.
console-reply-opted-out = Warga ini meminta berhenti dikirimi pesan.
console-reply-empty = Balasan masih kosong.
console-reply-too-long = Balasan terlalu panjang: paling banyak { $max } huruf.
console-held-by = Percakapan ini sedang dipegang { $name }.
console-not-yours = Percakapan ini tidak Anda pegang lagi. Ambil alih dulu.
console-unreachable = Warga ini tidak terjangkau; pesan tidak dikirim.
console-earlier = Pesan sebelumnya
console-latest = Ke pesan terbaru
console-transcript = Isi percakapan
console-no-messages = Belum ada pesan.
console-author-citizen = Warga
console-author-bot = Sapa (bot)
console-author-office = Kantor (pemberitahuan)
console-author-staff = Petugas
console-delivery-queued = antre
console-delivery-accepted = terkirim ke platform
console-delivery-sent = terkirim
console-delivery-delivered = sampai
console-delivery-read = dibaca
console-delivery-failed = GAGAL
console-delivery-held = menunggu balasan warga
console-sent-as-template = dikirim sebagai templat
console-reason-unreachable = warga tidak terjangkau di kanal ini (memblokir, pindah, atau nomornya tidak aktif)
console-reason-window = di luar waktu balas, dan tidak ada templat yang disetujui
console-reason-template = templatnya ditolak platform
console-reason-kept-back = platform menahan pesan ini untuk warga ini
console-reason-refused = platform menolak isinya
console-reason-held-back = pengiriman sedang dihentikan
console-reason-gave-up = platform tidak bisa dihubungi terlalu lama
console-reason-other = alasan lain
console-delivery-why = alasan: { $why }
console-retry = Kirim ulang
console-choices = Pilihan yang ditawarkan
console-unreadable = (tidak terbaca)
console-kind-text = Teks
console-kind-photo = Foto
console-kind-document = Dokumen
console-kind-audio = Pesan suara
console-kind-video = Video
console-kind-sticker = Stiker
console-kind-location = Lokasi
console-kind-contact = Kontak
console-kind-tap = Memilih tombol
console-kind-page = Lewat halaman aman
console-kind-reaction = Reaksi
console-kind-edited = Pesan diubah
console-kind-unsupported = Jenis pesan yang belum didukung
console-kind-push = Pemberitahuan
console-media-received = Berkas sedang diambil dari platform.
console-media-failed = Berkas tidak dapat diambil. Mintalah warga mengirim ulang.
console-open-photo = Buka foto
console-open-file = Unduh berkas
console-side-cases = Permohonan warga ini
console-no-cases = Belum ada permohonan.
console-back-to-inbox = Kembali ke daftar

# Permohonan

console-cases-title = Permohonan
console-show-mine = Menunggu saya
console-show-open = Berjalan
console-show-all = Semua
console-show-found = Hasil pencarian
console-filter-status = Status
console-filter-any = Semua status
console-filter-button = Tampilkan
console-search-label = Cari nomor permohonan atau NIK
console-search-button = Cari
console-search-nothing = Tidak ada permohonan dengan nomor itu. Periksa lagi nomornya.
console-cases-empty-mine = Tidak ada yang menunggu Anda. Bagus.
console-cases-empty = Tidak ada permohonan di sini.
console-column-ticket = Nomor
console-column-service = Layanan
console-column-name = Pemohon
console-column-status = Status
console-column-submitted = Masuk
console-column-sla = Janji 1 jam
console-sla-none = belum berjalan
console-sla-running = sisa { $span }
console-sla-overdue = lewat { $span }
console-sla-met = tepat waktu
console-sla-missed = terlambat
console-sla-due = batas { $at } { $zone }

console-status-submitted = Belum diproses
console-status-complete = Berkas lengkap
console-status-in-siak = Sudah masuk SIAK
console-status-draft-printed = Draf tercetak
console-status-tte-review = Pemeriksaan TTE
console-status-returned-to-operator = Dikembalikan ke operator
console-status-head-review = Menunggu Kepala Dinas
console-status-approved = Disetujui
console-status-emailed = Terkirim lewat e-mail
console-status-produced = Diproduksi
console-status-printed = Tercetak
console-status-ready = Siap diambil
console-status-collected = Sudah diambil
console-status-cancelled = Dibatalkan

console-cancel-code-incomplete = Berkas tidak lengkap
console-cancel-code-siak-invalid = Data tidak valid di SIAK
console-cancel-code-head-rejected = Tidak disetujui Kepala Dinas
console-cancel-code-by-citizen = Ditarik oleh warga
console-cancel-code-expired = Tidak diambil
console-cancel-code-duplicate = Permohonan ganda

console-act-accept-complete = Berkas lengkap
console-act-cancel-incomplete = Batalkan: berkas tidak lengkap
console-act-cancel-duplicate = Batalkan: permohonan ganda
console-act-enter-siak = Mulai input SIAK
console-act-cancel-invalid = Batalkan: data tidak valid
console-act-print-draft = Data valid, cetak draf
console-act-request-signature = Ajukan verifikasi TTE
console-act-return-to-operator = Kembalikan ke operator
console-act-reprint-draft = Cetak ulang draf
console-act-forward-to-head = Teruskan ke Kepala Dinas
console-act-approve = Setujui
console-act-reject = Tolak
console-act-send-by-email = Kirim lewat e-mail
console-act-produce = Produksi
console-act-print = Cetak
console-act-call-for-pickup = Panggil untuk pengambilan
console-act-hand-over = Serahkan kepada warga
console-act-cancel-uncollected = Batalkan: tidak diambil
console-act-withdraw = Menarik permohonan
console-act-submit = Mengajukan permohonan
console-act-submitted = Mengajukan permohonan

console-case-fields = Data permohonan
console-case-files = Foto dan berkas
console-case-history = Riwayat
console-case-acts = Tindakan
console-case-no-acts = Tidak ada tindakan untuk peran Anda pada status ini.
console-case-chat = Buka percakapan
console-case-next = Berikutnya
console-case-previous = Sebelumnya
console-case-to-list = Ke daftar
console-case-submitted = Masuk { $at } { $zone }
console-case-confirmed = Dinyatakan benar oleh warga { $at } { $zone }
console-case-revision = Pengajuan ke-{ $n }
console-case-queue-number = Nomor antrean
console-case-counter = Loket
console-case-pickup = Tanggal pengambilan
console-case-cancelled-because = Alasan pembatalan
console-case-changed = Permohonan ini baru saja diubah. Isian Anda masih ada di bawah.
console-case-reload = Muat ulang
console-case-conflict = Permohonan ini sudah diubah oleh orang lain. Tindakan Anda tidak dijalankan; inilah keadaan sekarang.
console-moved = Berhasil. Status sekarang: { $status }.
console-moved-number = Berhasil. Status sekarang: { $status }. Nomor antrean: { $number }.
console-field-none = (tidak ada)
console-field-reveal = Tampilkan
console-field-revealed = Tercatat: Anda melihat data ini.
console-field-hidden = disamarkan
console-file-missing = Berkas belum tersedia.
console-files-none = Tidak ada foto atau berkas.
console-files-note = Setiap foto yang terbuka dicatat atas nama Anda.
console-rotate-left = Putar ke kiri
console-rotate-right = Putar ke kanan
console-zoom-in = Perbesar
console-zoom-out = Perkecil
console-history-told = warga diberi tahu
console-actor-citizen = Warga
console-actor-staff = Petugas
console-actor-bot = Sapa (bot)
console-actor-system = Sistem
console-actor-office = Kantor

console-field-reason = Alasan untuk warga
console-field-reason-hint = Dibaca warga apa adanya: apa yang kurang dan apa yang harus dilakukan. { $min } sampai { $max } huruf.
console-field-note = Catatan untuk operator
console-field-note-hint = Tidak dibaca warga. { $min } sampai { $max } huruf.
console-field-missing = Yang kurang
console-field-counter = Loket pengambilan
console-field-counter-choose = Pilih loket
console-field-pickup-date = Tanggal pengambilan
console-act-confirm-cancel = Ya, batalkan permohonan
console-act-confirm = Jalankan
console-act-warn-cancel = Pembatalan mengakhiri permohonan ini dan tidak dapat ditarik kembali.
console-fault-reason = Tulis alasan 10 sampai 500 huruf.
console-fault-counter = Pilih loket pengambilan.
console-fault-pickup-date = Pilih tanggal pengambilan.

console-flag-region-historic = kode wilayah yang sudah tidak dipakai
console-flag-region-legacy = kode wilayah lama
console-flag-region-kec = kode kecamatan tidak dikenal
console-flag-other-region = terdaftar di daerah lain
console-flag-under-17 = di bawah 17 tahun
console-flag-date-unlikely = tanggal tidak lazim
console-flag-blurry = buram
console-flag-dark = gelap
console-flag-glare = silau
console-flag-cropped = terpotong
console-flag-too-small = terlalu kecil
console-flag-not-document = mungkin bukan dokumen
console-flag-unreadable-file = berkas tidak terbaca

# Petugas

console-staff-title = Petugas
console-staff-list = Akun petugas
console-staff-add = Tambah petugas
console-staff-login = Nama pengguna
console-staff-login-hint = Huruf kecil, angka, titik, atau garis; 3 sampai 32.
console-staff-name = Nama lengkap
console-staff-roles = Peran
console-staff-add-button = Tambah
console-staff-state = Keadaan
console-staff-active = aktif
console-staff-disabled-mark = nonaktif
console-staff-one-time-mark = belum ganti kata sandi
console-staff-locked-mark = terkunci sementara
console-staff-you = Anda
console-staff-edit = Ubah
console-staff-disable = Nonaktifkan
console-staff-enable = Aktifkan lagi
console-staff-reset = Kata sandi sekali pakai baru
console-staff-set-roles = Simpan peran
console-staff-fresh = Kata sandi sekali pakai untuk { $login }
console-staff-fresh-hint = Hanya tampil sekali ini. Sampaikan langsung kepada orangnya; ia harus menggantinya saat pertama masuk.
console-staff-disabled = Akun { $login } dinonaktifkan.
console-staff-enabled = Akun { $login } aktif lagi.
console-staff-roles-set = Peran { $login } disimpan.
console-staff-last = Tidak bisa: ini administrator terakhir.
console-staff-not-yourself = Tidak bisa untuk akun Anda sendiri.
console-staff-login-fault = Nama pengguna terdiri dari 3 sampai 32 huruf kecil, angka, titik, atau garis.
console-staff-login-taken = Nama pengguna ini sudah dipakai.
console-staff-name-fault = Isi nama lengkap, paling banyak 80 huruf.
console-staff-roles-fault = Pilih sedikitnya satu peran.

console-role-verifier = Verifikator (Admin)
console-role-siak-operator = Operator SIAK
console-role-certifier = Pejabat ADB / Kepala Bidang
console-role-head = Kepala Dinas
console-role-producer = Bagian Produksi
console-role-counter = Operator loket
console-role-agent = Petugas percakapan
console-role-administrator = Administrator

# Peringatan

console-nav-alarms = Peringatan
console-alarms-title = Peringatan
console-alarms-none = Tidak ada peringatan. Semua berjalan.
console-alarms-what = Apa yang terjadi
console-alarms-since = Sejak
console-alarms-advice = Yang perlu dilakukan
console-alarms-open = Buka
console-alarms-clear = Sudah ditangani
console-alarms-retry = Proses lagi
console-alarms-hint = Peringatan ditandai selesai oleh administrator.
console-alarms-cleared = Peringatan ditandai sudah ditangani.
console-alarms-retried = Pesan diproses lagi.
console-alarms-over = Peringatan ini sudah selesai.
console-alarm-do = Beri tahu pengelola sistem.

console-alarm-arrival-set-aside = Satu pesan warga tidak dapat diproses
console-alarm-arrival-set-aside-do = Pesan disimpan dan percakapan berlanjut tanpanya. Beri tahu pengelola sistem; setelah diperbaiki, pilih Proses lagi.
console-alarm-internal-unreadable = Satu tugas sistem tidak terbaca
console-alarm-internal-unreadable-do = Beri tahu pengelola sistem; setelah diperbaiki, pilih Proses lagi.
console-alarm-channel-off = Pesan masuk dari saluran yang dimatikan
console-alarm-channel-off-do = Nyalakan lagi salurannya, lalu pilih Proses lagi.
console-alarm-channel-held = Pengiriman di satu saluran berhenti
console-alarm-channel-held-do = Periksa token, akun, dan pembayaran saluran ini. Pesan menunggu dan terkirim sendiri setelah pulih.
console-alarm-account-news = Kabar dari platform tentang akun kita
console-alarm-account-news-do = Baca kabarnya di dasbor platform, lalu tandai sudah ditangani.
console-alarm-unknown-sender = Pesan dari pengirim yang tidak dikenali
console-alarm-unknown-sender-do = Beri tahu pengelola sistem: platform mungkin memakai jenis pengirim baru.
console-alarm-template-unusable = Templat pesan tidak dapat dipakai
console-alarm-template-unusable-do = Periksa templat ini di dasbor platform dan ajukan lagi. Sampai itu, pesannya menunggu warga menulis.
console-alarm-unasked-stopped = Platform menghentikan pesan yang tidak diminta warga
console-alarm-unasked-stopped-do = Periksa mutu nomor di dasbor platform. Jawaban tetap terkirim.
console-alarm-redis = Redis tidak menjawab
console-alarm-redis-do = Tidak ada pesan yang hilang; pengiriman melambat. Nyalakan lagi Redis.
console-alarm-message-failed = Satu pesan tidak terkirim
console-alarm-message-failed-do = Cari pesan bertanda gagal di percakapan, lalu kirim ulang atau hubungi warga dengan cara lain.
console-alarm-window-closed = Pesan menunggu warga menulis lagi
console-alarm-window-closed-do = Batas balas platform sudah lewat. Bila mendesak, hubungi warga dengan cara lain.
console-alarm-file-store = Foto warga tidak dapat disimpan
console-alarm-file-store-do = Periksa ruang dan izin tempat penyimpanan. Foto menunggu dan diambil lagi sendiri.
console-alarm-arrival-unstorable = Satu pesan warga tidak dapat disimpan
console-alarm-arrival-unstorable-do = Beri tahu pengelola sistem. Platform menyimpannya tujuh hari dan mengirimkannya lagi.
console-alarm-media-failed = Satu foto warga tidak dapat diproses
console-alarm-media-failed-do = Warga sudah diminta mengirimnya lagi. Beri tahu pengelola sistem.
console-alarm-media-held = Foto warga tidak dapat diambil dari platform
console-alarm-media-held-do = Periksa token dan akun saluran ini. Foto menunggu paling lama tujuh hari.
console-alarm-media-waiting = Foto warga menunggu lebih dari satu jam
console-alarm-media-waiting-do = Periksa sambungan ke platform. Foto yang tidak terambil dalam tujuh hari diminta lagi dari warga.
console-alarm-inbox-waiting = Pesan warga menunggu lebih dari lima menit
console-alarm-inbox-waiting-do = Periksa beban dan basis data. Tidak ada pesan yang hilang.
console-alarm-outbox-waiting = Jawaban menunggu lebih dari sepuluh menit
console-alarm-outbox-waiting-do = Periksa sambungan ke platform. Jawaban terkirim sendiri setelah pulih.
console-alarm-sla-overdue = Janji waktu layanan terlewati
console-alarm-sla-overdue-do = Dahulukan permohonan ini.

# Kesalahan

console-error-not-found = Halaman tidak ditemukan
console-error-not-found-text = Mungkin alamatnya salah, atau datanya sudah dihapus.
console-error-forbidden = Bukan untuk peran Anda
console-error-forbidden-text = Peran Anda tidak membuka halaman ini. Hubungi administrator bila seharusnya bisa.
console-error-stale = Halaman sudah kedaluwarsa
console-error-stale-text = Halaman ini terlalu lama terbuka. Kembali, muat ulang, lalu coba sekali lagi.
console-error-bad-form = Isian tidak terbaca
console-error-bad-form-text = Kembali, periksa isian, lalu coba sekali lagi.
console-error-inside = Ada gangguan di pihak kami
console-error-inside-text = Coba sekali lagi sebentar lagi. Bila tetap terjadi, hubungi pengelola sistem.
console-error-home = Ke halaman awal

## Pratinjau semua pesan, untuk yang menulis teks.

console-nav-preview = Pratinjau
console-preview-title = Pratinjau pesan
console-preview-hint = Setiap pesan layanan seperti yang dilihat warga, dengan isian contoh yang panjang, bukan data kantor. Panjangnya dihitung seperti oleh aplikasinya.
console-preview-service = Layanan
console-preview-language = Bahasa
console-preview-show = Tampilkan
console-preview-when = ditanyakan bila

### Kalimat yang dipakai semua layanan. Gaya: Anda, Mohon, Silakan; tidak menyalahkan; sebut langkah berikut;
### paling banyak tiga baris bila bisa. Tombol paling panjang 20 huruf, baris daftar 24.
### Kunci berakhiran -words: kata lain untuk tombol itu, dipisah koma.

## Salam dan menu

sys-greeting-morning = Selamat pagi
sys-greeting-noon = Selamat siang
sys-greeting-afternoon = Selamat sore
sys-greeting-evening = Selamat malam
# greeting: salah satu salam di atas
sys-hello = { $greeting }, Bapak/Ibu. Saya *Sapa*, asisten otomatis { $office }. Semua layanan di sini *gratis*.
sys-menu = Apa yang ingin Anda urus? Silakan pilih, atau tulis saja dengan kata Anda sendiri.
sys-menu-during = Permohonan Anda masih terbuka. Silakan lanjutkan di bawah ini, atau ketik *status*, *petugas*, atau *batal*.
sys-wait = Baik, silakan. Jawaban Anda tersimpan; balas kapan saja untuk melanjutkan.
sys-service-elsewhere = Mohon maaf, keperluan itu belum dapat diurus lewat chat ini. Silakan hubungi { $phone }, atau ketik *petugas*.
sys-not-served = Mohon maaf, keperluan itu tidak dilayani di chat ini. Bila berkaitan dengan kantor kami, ketik *petugas* atau hubungi { $phone }.
sys-already-open = Permohonan ini sudah kita mulai. Mari lanjutkan.
sys-finish-first = Anda masih memiliki permohonan yang belum selesai. Mari selesaikan dahulu, atau ketik *batal* bila tidak jadi.
# Pindah ke layanan lain di tengah permohonan
sys-ask-switch = Anda sedang mengurus *{ $from }*. Pindah ke *{ $to }*?
sys-switched = Baik, sekarang *{ $service }*.
sys-switched-kept = Baik, sekarang *{ $service }*. Jawaban yang sama tidak kami tanyakan lagi.
sys-moved = Persyaratan layanan ini baru diperbarui; jawaban Anda yang masih berlaku tetap tersimpan.
sys-moved-again = Persyaratan layanan ini baru diperbarui, jadi bagian ini kami tanyakan lagi: { $again }.
sys-moved-gone = Persyaratan layanan ini baru diperbarui. Ini tidak diperlukan lagi: { $gone }.
sys-moved-both = Persyaratan layanan ini baru diperbarui. Kami tanyakan lagi: { $again }. Tidak diperlukan lagi: { $gone }.
# service: judul layanan
sys-welcome-back = Selamat datang kembali. Permohonan *{ $service }* kita lanjutkan dari langkah terakhir.
sys-refile = Jawaban dan foto yang masih berlaku sudah kami siapkan kembali. Anda cukup melengkapi yang kurang.
sys-reminder = Kami masih menunggu Anda. Jawaban yang sudah Anda berikan tersimpan; lanjutkan kapan pun siap, atau ketik *batal* bila tidak jadi.
sys-draft-expired = Permohonan yang belum selesai sudah dihapus beserta fotonya, karena { $days } hari tidak dilanjutkan. Anda dapat memulai lagi kapan saja.
sys-thanks = Sama-sama. Senang dapat membantu Anda.
sys-greeted-during = Halo, Bapak/Ibu. Mari kita lanjutkan.

## Bila belum paham

sys-not-understood = Maaf, saya belum menangkap maksud Anda. Silakan pilih salah satu, atau ketik *petugas* untuk bicara dengan orang.
# Kata tanya: saat nama diminta, pesan dengan kata ini dibaca sebagai pertanyaan.
sys-question-words = apa, apakah, berapa, bagaimana, kapan, mana, kenapa, mengapa, siapa, bayar, biaya, gratis, syarat, jam, lama, cara
# Kata pembuka sebelum nama: "nama saya Made Sari"; sapaan sebelum nama; kata yang membuka keterangan lain setelah nama.
sys-name-lead-words = eh salah namanya, eh salah nama saya, salah namanya, eh salah, nama saya, nama sy, nama, namanya, nama lengkap, nama lengkap saya, nama lengkapnya, nama di ktp, nama ibu saya, nama bapak saya, nama ibu, nama bapak, nama istri saya, nama suami saya, nama anak saya, atas nama, a.n, eh namanya, tiang, wastan tiang, my name is, name
sys-address-words = ibu, bapak, bpk, pak, bu, sdr, sdri
sys-name-end-words = panggil aja, panggil saja, panggil saya, biasa dipanggil, panggilannya, panggilan saya, rumah di, rumah saya, rumahnya di, tinggal di, alamat di, alamat saya, umah tiange, umah di
# Kata yang tidak ada dalam nama orang, seperti yang diketik: pesan dengan kata ini bukan nama.
sys-no-name-words = eh, panggil, panggilan, dipanggil, bukan, salah, keliru, ralat, nomornya, nomor, capek, capai, susah, amat, banget, bgt, lucu, wkwk, wkwkwk, wk, haha, hahaha, hehe, hihi, becanda, bercanda, dijalan, gabisa, gbs, bisa, ngetik, ketik, dadah, mantap, mantul, assalamualaikum, waalaikumsalam, sama, kayak, kaya gini, seperti, deh, sih, nih, dong, saya, sy, aku, gw, gue, tidak, tdk, gak, gk, ga, nggak, enggak, ngga, tahu, lupa, belum, blm, blum, sudah, sdh, udah, maaf, dulu, dlu, besok, bsk, nanti, ntar, ktp, e-ktp, kk, nik, email, e-mail, halo, hallo, hai, pagi, malam, makasih, mksh, terima, terimakasih, siap, oke, ok, okay, ya, iya, yes, minta, tolong, anjing, kok, yang, yg, gimana, gmn, bgmn, gmana, caranya, petugas, surat, polisi, hilang, ilang, rusak

# answer: jawaban model bahasa, bila kantor memakainya (README, Configuration)
sys-advice = { $answer }
    Jawaban ini dibuat otomatis; yang berlaku adalah keterangan kantor kami. Bila ragu, ketik *petugas*.

# Contoh kalimat, bila dua kali belum paham di menu.
sys-examples = Maaf, saya belum menangkapnya juga. Tulis misalnya *ktp saya hilang*, *jam berapa buka?*, *syaratnya apa?*, atau *cek status*; bisa juga pilih di bawah ini.

sys-stale-button = Tombol itu berasal dari pesan lama. Mari lanjut dari sini.
sys-edited = Perubahan pada pesan lama tidak ikut terbaca. Bila ada yang perlu diganti, mohon kirim sebagai pesan baru.
# what: salah satu dari sys-odd-… di bawah
sys-odd = Maaf, { $what } belum bisa dipakai di sini. Silakan jawab dengan tulisan, tombol, atau foto.
sys-odd-location = lokasi
sys-odd-sticker = stiker
sys-odd-contact = kartu kontak
sys-odd-poll = jajak pendapat
sys-odd-audio = pesan suara
sys-odd-video = video
sys-odd-reaction = reaksi
sys-odd-other = jenis pesan itu

## Bantuan dan kata yang selalu bisa dipakai

sys-help-commands = Kapan saja Anda dapat mengetik *kembali*, *ubah*, *status*, *petugas*, *bahasa*, *data saya*, atau *batal*.
sys-help-idle = Tulis keperluan Anda dengan kata sendiri, atau pilih di bawah. Kapan saja Anda dapat mengetik *menu*, *status*, *petugas*, *bahasa*, *data saya*, atau *berhenti*.
sys-forms = Formulir F-1.02 diisi dari jawaban Anda, jadi tidak perlu menulis sendiri. Formulir F-1.07 (Surat Kuasa) kosong dapat diambil di { $address }, kantor camat, atau loket desa/kelurahan.
sys-back = Baik, kita mundur satu langkah.
sys-no-back = Ini langkah pertama. Ketik *batal* bila tidak ingin melanjutkan.
# Bahasa yang ditawarkan; masing-masing dengan tombol btn-language-<kode>.
sys-languages = id, en, ban
sys-ask-language = Silakan pilih bahasa. / Please choose a language.
sys-language-set = Baik, kita lanjutkan dalam bahasa Indonesia.
sys-opted-out = Baik, kami tidak akan mengirim pesan lagi. Bila nanti Anda memerlukan kami, ketik *menu*.

## Membatalkan dan mengubah

sys-ask-cancel = Batalkan permohonan ini? Jawaban dan foto yang belum terkirim akan dihapus.
sys-cancelled = Permohonan dibatalkan; jawaban dan fotonya dihapus. Anda dapat memulai lagi kapan saja.
# Kata yang menarik kembali pembatalan: "eh ga jadi batal"
sys-uncancel-words = tidak jadi batal, tidak jadi dibatalkan, tidak jadi membatalkan, jangan batal, jangan dibatalkan, jangan batalkan, batal dibatalkan, batal membatalkan, tidak dibatalkan
sys-not-cancelled = Baik, permohonan Anda tidak dibatalkan. Mari lanjutkan.
sys-cancelled-for-good = Jawaban dari permohonan yang dibatalkan sudah dihapus, jadi tidak dapat dikembalikan. Anda dapat langsung memulai lagi: silakan pilih di bawah ini.
sys-withdrawn-for-good = Permohonan *{ $ticket }* sudah ditarik, jadi tidak dilanjutkan lagi. Data Anda masih tersimpan: pilih *Ajukan lagi* bila tetap memerlukannya.
sys-still-filed = Baik, permohonan *{ $ticket }* tetap diproses.
sys-nothing-to-cancel = Tidak ada permohonan yang perlu dibatalkan.
sys-ask-start-over = Mulai lagi dari awal? Jawaban dan foto yang belum terkirim akan dihapus.
sys-ask-withdraw = Tarik permohonan *{ $ticket }*? Petugas akan berhenti memprosesnya.
sys-withdrawn = Permohonan Anda sudah ditarik. Anda dapat mengajukan yang baru kapan saja.
sys-too-late-to-cancel = Permohonan *{ $ticket }* sudah masuk tahap akhir, sehingga pembatalannya perlu dibantu petugas.
# Kata untuk isi permohonan yang disebut salah setelah terkirim.
sys-field-words = nama, namanya, nik, kk, email, e-mail, alamat, alamatnya, foto, fotonya, surat, suratnya, data, datanya
sys-filed-wrong = Permohonan *{ $ticket }* sudah terkirim, sehingga isinya diperbaiki oleh petugas.
    Silakan ketuk *Hubungi petugas* lalu tuliskan bagian yang keliru.
sys-ask-correct = Bagian mana yang ingin Anda ubah? Jawaban lain tetap tersimpan.
sys-ask-suggest = Apakah yang Anda maksud *{ $value }*?
sys-ask-suggest-number = Sepertinya ada huruf di antara angkanya. Apakah yang Anda maksud angka *0* dan *1*, bukan huruf O, I, atau l?
sys-ask-village = Desa/kelurahan mana yang Anda maksud?
sys-village = { $name }, { $district }

## Pertanyaan yang dijawab bertahap

sys-named = { $name }
sys-day = { $day }
# round: giliran ke berapa, misalnya anak ke-2
sys-label-round = { $label } ({ $round })
sys-ask-picking = Sudah dipilih: { $picked }. Ada lagi?
sys-ask-region = Yang mana yang Anda maksud?
sys-ask-region-province = Mohon ketik nama *provinsi*, kabupaten/kota, atau kecamatannya.
sys-ask-region-regency = Baik, { $place }. Mohon ketik nama *kabupaten atau kotanya*.
sys-ask-region-district = Baik, { $place }. Mohon ketik nama *kecamatannya*.
sys-ask-region-village = Baik, Kecamatan { $place }. Mohon ketik nama *desa atau kelurahannya*.
sys-ask-slot-day = Baik, *{ $place }*. Hari apa Anda akan datang?
sys-ask-slot-day-hours = Baik, *{ $place }*, pukul *{ $hours }*. Hari apa Anda akan datang?
sys-ask-slot-hour = Baik, *{ $day }*. Pukul berapa?
sys-ask-more-files = { $count ->
    [1] Foto pertama sudah kami terima.
   *[other] { $count } foto sudah kami terima.
} Mohon kirim { $missing } foto lagi.
# Bagian hari, untuk memilih jam: "pagi aja".
sys-morning-words = pagi, semeng
sys-noon-words = siang, tengah, tengai
sys-afternoon-words = sore, petang, sanja
sys-clock-words = jam, pukul, pkl, at
# Hari-hari sebelum atau sesudah suatu tanggal: "setelah tanggal 3", "tgl 7 ke atas"
sys-after-words = setelah, sesudah, stlh, habis, abis, lewat, di atas, diatas, lebih dari
sys-before-words = sebelum, sblm, sebelom, kurang dari
sys-from-words = mulai, dari, sejak, mulai dari
sys-until-words = sampai, sampe, hingga, s/d, paling lambat, paling telat, maksimal
sys-onwards-words = ke atas, keatas, dan seterusnya, dst, ke sana, kesana
# Kata sebelum nama hari: "hari senen" bukan Kecamatan Senen
sys-weekday-lead-words = hari, hr, hri
sys-soonest-words = secepatnya, paling cepat, cepat, terdekat, paling awal, terserah, bebas, kapan saja, sekarang juga
sys-slot-full = Mohon maaf, semua tempat sedang penuh. Silakan coba lagi besok, atau hubungi petugas.
# slot: tempat, hari, dan jam
sys-ask-move = Jadwal Anda sekarang: *{ $slot }*. Di *kecamatan* mana Anda ingin mengambil? Mohon ketik namanya.
sys-move-done = Baik, jadwal pengambilan Anda sekarang: *{ $slot }*.
sys-move-kept = Baik, jadwalnya tetap.
# Keinginan mengubah jadwal yang sudah dikirim: "ganti jadwal ke kamis"
sys-move-words = ganti, ubah, pindah, pindahkan, geser, undur, diundur, mundur, mundurkan, diundurkan, majukan, dimajukan, diganti, diubah, dipindah, digeser, tunda, ditunda, jadwal ulang, change, move
sys-schedule-words = jadwal, seminggu, minggu, jam, hari, tanggal, waktu, tempat, lokasi, ambil, pengambilan, mengambil, schedule
# Nama wilayah dalam bahasa lain atau singkatannya = nama resminya
sys-region-words = tn abang = tanah abang, tnh abang = tanah abang, tj priok = tanjung priok, tjg priok = tanjung priok, tg priok = tanjung priok, kby lama = kebayoran lama, kby baru = kebayoran baru, kb jeruk = kebon jeruk, pd = pondok, kp = kampung, jakpus = jakarta pusat, jakut = jakarta utara, jakbar = jakarta barat, jaksel = jakarta selatan, jaktim = jakarta timur, pulau seribu = kepulauan seribu, tangsel = tangerang selatan, solo = surakarta
sys-province-words = jabar = jawa barat, jateng = jawa tengah, jatim = jawa timur, sumut = sumatera utara, sumbar = sumatera barat, sumsel = sumatera selatan, sulsel = sulawesi selatan, sulut = sulawesi utara, kaltim = kalimantan timur, kalbar = kalimantan barat, kalsel = kalimantan selatan, ntb = nusa tenggara barat, ntt = nusa tenggara timur, diy = daerah istimewa yogyakarta
sys-slot-gone = Mohon maaf, tempat pada hari dan jam itu baru saja diambil orang lain. Silakan pilih waktu lain; jawaban Anda yang lain tetap tersimpan.
sys-value-slot = { $place }, { $day }, { $hours }
sys-value-agreed = setuju ✅
sys-value-skipped = tidak diisi
# labels: misalnya NIK, Nama
sys-facts-noted = Terima kasih, sudah kami catat: { $labels }.
# Jawaban yang mungkin milik orang lain daripada yang dipilih sekarang
sys-ask-whose = Anda sudah mengisi: { $labels }. Apakah itu data *pemilik yang baru Anda pilih*?
# Perubahan yang tidak jadi
sys-unchanged = Baik, jawaban yang lama tetap dipakai.
# Data yang disebut milik sendiri
sys-mine-words = nik saya, nama saya, kk saya, nomor kk saya, nomor saya
# Kata tentang waktu dan tempat pengambilan
sys-time-words = hari, jam, jadwal, tanggal, besok, lusa, pagi, siang, sore, senin, selasa, rabu, kamis, jumat
# Kata yang menunjuk untuk siapa semuanya: "ini buat ibu saya"
sys-about-words = ini, itu, buat, untuk, ternyata, sebenarnya
# Awal kalimat yang berarti bertanya
sys-question-lead-words = apakah, apa benar, apa sudah, bolehkah, bisakah, benarkah, emang, memangnya
# Pertanyaan yang harus dijawab dahulu
sys-answer-first = Agar tidak keliru, mohon jawab ini dahulu: ketuk salah satu tombol, atau balas dengan *1* atau *2*.
sys-whose-is-it = Sepertinya data itu milik orang lain. Agar tidak keliru, mohon jawab sekali lagi.
sys-correcting = Baik, mari kita perbaiki. Jawaban lain tetap tersimpan.
# labels: jawaban yang baru saja diganti
sys-corrected = Baik, sudah kami ganti: { $label } menjadi *{ $value }*.
# Kata untuk akhir sebuah nomor: "angka terakhirnya 2 bukan 1"
sys-ending-words = belakang, belakangnya, terakhir, terakhirnya, akhir, akhirnya, ujung, ujungnya, paling belakang
# Kata di belakang banyaknya angka: "4 angka terakhir"
sys-digit-words = angka, digit, huruf, nomor
# Kata di depan jawaban yang benar: "nama saya salah, harusnya Putu".
sys-instead-words = harusnya, seharusnya, mestinya, semestinya, harus nya, yang benar, yg benar, yang bener, yg bener, yang betul, benarnya, benernya, diganti jadi, ganti jadi, diganti ke, ganti ke, diubah jadi, ubah jadi, diganti dengan, ralat jadi
# Kata yang sama artinya di belakang kata untuk mengganti.
sys-become-words = jadi, menjadi
sys-replace-words = ganti, ubah, ralat, diganti, diubah, diralat, koreksi
# Kata untuk waktu lain di belakang "ambilnya": "ambilnya rabu aja".
sys-rather-words = saja, aja, pindah, lebih baik, sebaiknya
# Kata yang menarik kembali jawaban tadi: "eh ternyata punya saya sendiri".
sys-rethink-words = eh, ternyata, ralat, maksud, maksudnya, maksudku, rupanya
# Kata di tengah kalimat yang menarik kembali awalnya: "milik saya eh salah milik ibu".
sys-take-back-words = eh salah, eh ganti, eh bukan, eh maaf salah, eh maksud, eh maksudnya, eh maksud saya, salah pencet, salah pilih, salah tekan, eh ralat, ralat
# Kata di dekat berkas yang dikirim kemudian: "suratnya belum jadi".
sys-later-words = nanti, dulu, siap, buat, membuat, jadi, nyusul, menyusul, lagi, lupa, bikin
# Kata kepemilikan di depan pemilik yang benar: "eh ternyata punya saya sendiri".
sys-own-words = punya, punyanya, milik, miliknya, ktp, ktpnya, kartu, kepunyaan, duwen
# Kata di sekitar nama isian dan nilainya: "kk nya 5108...".
sys-states-words = nya, ya, kak, min, adalah, itu, yang, baru, benar, betul, nomor, no, maaf
# Kata yang menyatakan kekeliruan isi yang sudah terkirim.
sys-mistake-words = salah, keliru, typo
# Kata yang mengurangi: "jangan terlalu pagi" tetap pagi.
sys-too-words = terlalu, too, lupa, kepagian, kesorean
# Kata orang lain yang berbuat: "nik saya dijual orang" bukan pertanyaan tentang kami.
sys-victim-words = orang, korban, pinjol, oknum, seseorang, hacker, someone, victim, stolen
# Kata di belakang "eh salah" yang tidak menyebut jawaban baru.
sys-slip-words = ketik, mengetik, tulis, menulis, typo, sebut, kirim, mengirim, pencet, itu, tadi, nya, maaf, deh, dong, kak, ya
# Kata antara yang salah dan yang benar: "bukan 1990 tapi 1991".
sys-but-words = tapi, tetapi, melainkan, harusnya, seharusnya, yang benar, yg benar, yg bener
# Kata sebelum tempat, hari, atau jam yang tidak diinginkan: "jangan pagi", "selain selasa".
sys-deny-words = jangan, jgn, bukan, selain, kecuali, asal bukan, asal jangan
sys-cannot-words = tidak bisa, gak bisa, ga bisa, gk bisa, gabisa, nggak bisa, ngga bisa, tdk bisa, ga sempat, gak sempat, tidak sempat, ga sempet, gak sempet
# Kata yang menyangkal jawaban tadi: "bukan yang tadi".
sys-not-words = bukan
# Kata untuk foto yang sudah dikirim: "fotonya salah".
sys-photo-words = foto, gambar, berkas, file
# Kata di sekitar foto yang dikirim kemudian: "fotonya nyusul ya"
sys-send-words = kirim, mengirim, dikirim, foto, memfoto, difoto, unggah, upload, menyusul, nyusul, susul
# Kata yang menunda foto
sys-another-time-words = nanti, besok, menyusul, nyusul, lain kali, malam, belum
# Kata yang boleh menyertai kata-kata di bawah ini: "ada yang salah", "mau ubah jawaban".
sys-change-words = jawaban, eh, itu, nomor, nomornya, data, isian, mau, ingin, saya, tadi, ada, yang, sebelumnya, tolong, mohon, ya, kak, dong, bisa, boleh, ini, tunggu, bentar, sebentar, dulu, kayaknya, masih, lho, eh
# Ucapan untuk berhenti sebentar.
sys-pause-words = nanti dulu, jangan kirim, jangan dikirim, jangan kirim dulu, jangan dikirim dulu, tidak usah kirim dulu, tidak usah dikirim dulu, belum mau kirim, besok aja, nanti malam saja, saya ke polsek dulu, sy ke polsek dulu, saya cari dulu, sy cari dulu, saya ambil dulu, saya tanya dulu, saya foto dulu, nanti saja, nanti lagi, nanti ya, lanjut nanti, dilanjut nanti, jeda, jeda dulu, pause, istirahat dulu, tunggu sebentar, sebentar ya, bentar, jangan dulu, jangan sekarang, belum dulu, belum sekarang, besok saja, besok lagi, lain kali saja, istirahat, nanti saja ya, nanti lagi ya, saya lanjut nanti, nanti saya lanjut, nanti saya kabari, nanti, nanti saya foto, nanti saya kirim, nanti saya lengkapi, besok saya lanjut
sys-paused = Baik. Jawaban Anda tersimpan { $days } hari; ketik *lanjut* bila sudah siap.
# Kata bahwa barangnya sudah tidak ada
sys-gone-words = hilang, dibuang, terbuang, kebuang, diambil, ditarik, disita, terbakar, hanyut, dicuri
# Kata di dekat "tidak" dan "belum" yang berarti tidak ada: "kk belum pegang".
sys-lack-words = ada, punya, memiliki, pegang, bawa, membawa, tahu, hafal, ingat, pakai, perlu, usah, dapat
# Kata yang belum menyetujui bila bersama terima kasih: "oke makasih".
sys-light-words = ok, oke, okay, oce, sip, siap, baik, baiklah, iya deh, y, hmm, mantap
sys-thanks-words = terima, kasih
# Ucapan bahwa jawabannya tidak diketahui, dan yang mencari letaknya: dibalas bantuan langkah itu.
sys-unknown-words = lupa, bingung
sys-where-words = mana, dimana, apa, siapa, bagaimana, cara
sys-see-words = lihat, cari, cek, temukan, ketemu, menemukan, dapat
# Pertanyaan tentang keamanan data: satu kata dari dua baris ini masing-masing, dalam kalimat tanya.
sys-privacy-words = aman, ditipu, penipuan, tertipu, keamanan, bocor, privasi, rahasia, disebar, disebarkan, dijual, disalahgunakan, chat ini resmi, wa ini resmi, nomor ini resmi, chat resmi, ini penipuan, ini tipu, untuk apa, kenapa minta, kenapa harus, kenapa perlu, mengapa minta
sys-data-words = data, nik, foto, kk, nomor, identitas, informasi, ini, chat, sapa, disini
# Kata permohonan tentang data: "jangan disebar ya datanya".
sys-plea-words = jangan, jaga, takut, khawatir
# Kata yang membuat kalimat tanya di akhirnya: "aman kan".
sys-tag-words = kan, bukan
# Pertanyaan mengapa sesuatu diminta: "buat apa email?"
sys-why-words = untuk apa, buat apa, kenapa, mengapa, ngapain, kenapa perlu, kenapa harus, kenapa butuh, kenapa minta, kenapa diminta, kenapa ditanya, gunanya apa, fungsinya apa
# Kata tentang nasib data, sebelum menyetujui: "disimpan berapa lama?"
sys-keeping-words = disimpan, simpan, menyimpan, tersimpan, dihapus, lihat, melihat, dilihat, diakses, akses, dipakai, digunakan, diapain, diapakan, dibagikan, disebar, disebarkan, dikemanain, dikirim ke mana, untuk apa, buat apa
# Kata menolak dalam pertanyaan: "kalau tidak setuju bagaimana?"
sys-refusing-words = tidak setuju, tidak mau, menolak, tolak
sys-no-skip = Langkah ini diperlukan, jadi belum dapat dilewati. Ketik *bantuan* bila ada yang menyulitkan.
# Kata-kata yang menandai bahwa satu jawaban perlu diganti: "NIK-nya salah".
sys-wrong-words = salah, keliru, typo, kecuali, ganti, ubah, perbaiki, koreksi, ralat, diganti, diubah
# Kata waktu di belakang "sudah": "udah dari tahun lalu".
sys-since-words = dari, sejak, lalu, kemarin, lama, dulu, tadi, waktu, pas
# "Ada", "punya": ya, bila yang ditanyakan memang dimiliki atau sudah dilakukan.
sys-have-words = ada, punya, sudah, pernah, memiliki, sampun, suba, wenten
# Semua pilihan sekaligus.
sys-all-words = dua duanya, duanya, semua, semuanya, keduanya, dua-duanya, ketiganya, kabeh, sami, makejang
# Kata di sekitar "benar" dan "kirim" pada ringkasan: "udah bener semua kirim aja"
sys-right-words = semua, semuanya, data, datanya, sudah, kirimkan, dikirim, langsung, silakan
# Kata yang memisahkan beberapa pilihan: "pudar sama patah".
sys-and-words = dan, sama, sm, serta, plus, juga, and, &
# Kata yang menambah: "sama pudar juga"
sys-also-words = juga, ditambah, tambah, tambahan
# Kata yang membatasi: "kerusakannya cuma chip"
sys-only-words = cuma, hanya, doang
# Kata di sekitar janji menyerahkan: "iya nanti saya bawa pas ambil"
sys-then-words = nanti, waktu, pas, saat, ketika, sekalian, ambil, mengambil, diambil, pengambilan, datang, ke sana, kartu, ktp, lama, rusak, yang, akan, baru, petugas, kantor, loket
# Kata yang membuka bagian lain dari satu pesan: "ktp ibu hilang, apa bisa saya urus"
sys-clause-words = dan, terus, trus, apakah, apa bisa, bisa ga, bisa gak, bisa tidak, gimana caranya, bagaimana caranya, bisa saya, boleh saya, apa boleh

## Foto dan berkas

sys-photo-received = { $count ->
    [1] Fotonya sudah kami terima, terima kasih.
   *[other] { $count } foto sudah kami terima, terima kasih.
}
sys-page-number = Silakan isi *{ $what }* di halaman aman kantor lewat tombol di bawah; setelah terkirim, obrolan berlanjut di sini.
sys-page-photos = Silakan kirim *{ $what }* di halaman aman kantor lewat tombol di bawah; setelah terkirim, obrolan berlanjut di sini.
# label: nama jawabannya, misalnya "Surat polisi"
sys-ask-files = *{ $label }*: ada { $count } foto. Foto mana yang ingin Anda ubah?
sys-ask-one-file = { $count ->
    [1] *{ $label }*: ada satu foto. Ingin menggantinya?
   *[other] *{ $label }*: foto { $number } dari { $count }. Ingin mengganti atau menghapusnya?
}
sys-ask-photo-instead = Mohon kirim foto pengganti untuk *foto { $number }*. Foto lama tetap tersimpan sampai penggantinya tiba.
sys-ask-photo-more = Mohon kirim foto tambahannya.
sys-photo-replaced = Fotonya sudah diganti, terima kasih.
sys-photo-removed = Foto { $number } sudah dihapus.
sys-photo-kept = Baik, fotonya kami terima apa adanya dan akan diperiksa petugas.
sys-photo-slow = Foto Anda sedang dalam perjalanan, mohon tunggu sebentar. Tidak perlu mengirim ulang.
sys-photo-idle = Terima kasih. Saat ini belum ada permohonan yang memerlukan foto, jadi fotonya tidak kami simpan.
sys-photo-not-now = Fotonya belum diperlukan pada langkah ini, jadi tidak kami simpan. Nanti akan kami minta pada waktunya.
# advice: salah satu dari photo-advice-… di bawah
sys-ask-poor-file = Fotonya sudah masuk, tetapi *belum cukup jelas*. { $advice }
    Kalau sulit, pilih *Kirim apa adanya* dan petugas akan memeriksanya.

photo-advice-blurry = Fotonya agak buram: mohon foto lebih dekat dan diam sebentar sampai tulisannya tajam.
photo-advice-dark = Fotonya terlalu gelap: mohon foto ulang di tempat yang terang, misalnya dekat jendela.
photo-advice-glare = Ada pantulan cahaya: mohon matikan lampu kilat atau geser sedikit, lalu foto ulang.
photo-advice-cropped = Sebagian lembarnya terpotong: mohon foto ulang sampai keempat sudutnya terlihat.
photo-advice-too-small = Fotonya terlalu kecil untuk dibaca: mohon foto ulang sedikit lebih dekat dan kirim aslinya, bukan tangkapan layar.
photo-advice-not-document = Yang terlihat sepertinya bukan surat: mohon letakkan suratnya di meja, lalu foto seluruh lembarnya dari atas.
photo-advice-unreadable-file = Berkas itu tidak dapat kami buka: mohon kirim ulang sebagai foto (JPG/PNG) atau PDF.
photo-advice-unreadable = Berkas itu belum terbaca: mohon kirim ulang sebagai foto (JPG/PNG) atau PDF.
photo-advice-damaged = Berkasnya tidak sampai dengan utuh: mohon kirim sekali lagi.
photo-advice-too-large = Berkasnya terlalu besar: mohon kirim sebagai foto biasa, bukan sebagai dokumen.
photo-advice-heic = Jenis foto itu (HEIC) belum dapat kami buka: mohon kirim sebagai foto biasa, bukan sebagai dokumen.
photo-advice-video = Video belum dapat diperiksa petugas: mohon kirim fotonya saja.
photo-advice-audio = Pesan suara belum dapat dipakai sebagai berkas: mohon kirim foto suratnya.
photo-advice-other-kind = Jenis berkas itu belum dapat kami terima: mohon kirim foto (JPG/PNG) atau PDF.
photo-advice-active-pdf = PDF itu berisi program atau lampiran, jadi demi keamanan tidak kami buka: mohon kirim foto suratnya saja.
photo-advice-pdf-unsafe = PDF itu tidak aman untuk dibuka: mohon kirim foto suratnya saja.
photo-advice-gone = Berkas itu tidak dapat diunduh lagi dari aplikasi chat: mohon kirim sekali lagi.

fault-files-text = Pada langkah ini kami memerlukan *foto atau PDF* dokumennya. Ketuk tanda lampiran (📎), pilih foto, lalu kirim.
fault-files-audio = Pesan suara belum dapat dipakai di sini. Mohon kirim *foto atau PDF* dokumennya, atau ketik *petugas*.
fault-files-video = Video belum dapat diperiksa petugas. Mohon kirim *foto* dokumennya saja.
fault-files-sticker = Terima kasih stikernya. Kami masih memerlukan *foto atau PDF* dokumennya.

## Jawaban yang belum tepat

fault-consent = Untuk melanjutkan, kami memerlukan jawaban Anda: *Setuju* atau *Tidak setuju*. Pilih *Selengkapnya* bila ingin membaca rinciannya.
fault-choice = Maaf, pilihannya belum kami tangkap. Silakan pilih salah satu tombol, atau balas dengan nomor urutnya.
fault-confirm = Mohon pilih *Ya, kirim* bila semuanya sudah benar, atau *Ubah* bila ada yang perlu diperbaiki.

fault-nik-none = Kami memerlukan *NIK*: 16 angka, tanpa huruf. Mohon ketik angkanya saja.
fault-nik-len-short = NIK yang Anda kirim baru *{ $digits } angka*. NIK selalu 16 angka. Mohon periksa lagi lalu kirim ulang.
fault-nik-len-long = Yang Anda kirim berisi *{ $digits } angka*, sedangkan NIK selalu 16 angka. Mohon periksa lagi lalu kirim ulang.
fault-nik-non-digit = NIK hanya terdiri dari angka, dan sepertinya ada huruf di antaranya. Mohon kirim ulang 16 angkanya.
fault-nik-day = Angka ke-7 dan ke-8 pada NIK menunjukkan tanggal lahir (bagi perempuan ditambah 40), tetapi *{ $day }* bukan tanggal yang mungkin. Mohon cek kembali.
fault-nik-month = Angka ke-9 dan ke-10 pada NIK menunjukkan bulan lahir, tetapi *{ $month }* bukan bulan yang mungkin. Mohon cek kembali.
fault-nik-date = Angka ke-7 sampai ke-12 pada NIK menunjukkan tanggal lahir, tetapi tanggal itu tidak ada dalam kalender. Mohon cek kembali.
fault-nik-serial = Empat angka terakhir NIK tidak pernah 0000. Mohon cek kembali lalu kirim ulang.
fault-nik-province = Dua angka pertama NIK menunjukkan provinsi, tetapi *{ $province }* belum dikenal. Mohon cek kembali.

fault-kk-none = Kami memerlukan *nomor Kartu Keluarga*: 16 angka, tanpa huruf. Mohon ketik angkanya saja.
fault-kk-len-short = Nomor yang Anda kirim baru *{ $digits } angka*. Nomor KK selalu 16 angka. Mohon periksa lagi lalu kirim ulang.
fault-kk-len-long = Yang Anda kirim berisi *{ $digits } angka*, sedangkan nomor KK selalu 16 angka. Mohon periksa lagi lalu kirim ulang.
fault-kk-non-digit = Nomor KK hanya terdiri dari angka, dan sepertinya ada huruf di antaranya. Mohon kirim ulang 16 angkanya.
fault-kk-looks-like-nik = Sepertinya itu *NIK*, bukan nomor KK. Nomor KK tercetak paling atas, di bawah judul KARTU KELUARGA. Mohon cek kembali.
fault-kk-day = Angka ke-7 dan ke-8 pada nomor KK menunjukkan tanggal, dan yang tertulis belum cocok. Mohon cek kembali.
fault-kk-month = Angka ke-9 dan ke-10 pada nomor KK menunjukkan bulan, dan yang tertulis belum cocok. Mohon cek kembali.
fault-kk-date = Angka ke-7 sampai ke-12 pada nomor KK menunjukkan tanggal, tetapi tanggal itu tidak ada dalam kalender. Mohon cek kembali.
fault-kk-serial = Empat angka terakhir nomor KK tidak pernah 0000. Mohon cek kembali lalu kirim ulang.
fault-kk-province = Dua angka pertama nomor KK menunjukkan provinsi, dan kode itu belum dikenal. Mohon cek kembali.

fault-name-empty = Mohon ketik nama lengkapnya dengan huruf.
fault-name-too-short = Namanya belum lengkap terbaca. Mohon ketik sedikitnya dua huruf, seperti tertulis di Kartu Keluarga.
fault-name-too-long = Namanya melebihi 60 huruf. Mohon ketik seperti tertulis di Kartu Keluarga, tanpa keterangan lain.
fault-name-digits = Ada angka di dalam namanya. Mohon ketik nama lengkap dengan huruf saja.
fault-name-signs = Ada tanda yang bukan bagian dari nama. Mohon ketik nama lengkapnya saja, dengan huruf.

fault-email-syntax = Alamat e-mail itu belum lengkap terbaca. Bentuknya nama@contoh.com. Mohon ketik sekali lagi.
fault-email-code = Kode pada e-mail itu terdiri dari *6 angka*, misalnya 123456. Silakan ketik angkanya saja.
fault-village = Nama desa/kelurahan itu belum kami temukan. Mohon ketik namanya saja, atau ketik *petugas*.

fault-choices = Maaf, pilihannya belum kami tangkap. Silakan pilih satu per satu, atau balas dengan nomor urutnya, misalnya *1 dan 3*.
fault-choices-few = Mohon pilih sedikitnya *{ $min }*.
fault-choices-many = Paling banyak *{ $max }* yang dapat dipilih. Mohon pilih yang paling sesuai.
fault-text-short = Mohon tulis sedikit lebih lengkap, sedikitnya { $min } huruf.
fault-text-long = Tulisannya { $digits } huruf, sedangkan tempatnya untuk { $max }. Mohon tulis lebih ringkas.
fault-phone = Nomor itu belum terbaca sebagai nomor telepon. Mohon ketik seperti ini: 0812 3456 7890, atau bagikan kartu kontaknya.
fault-date = Tanggalnya belum terbaca. Mohon ketik seperti ini: *20 November 2026*, *kemarin*, atau *20/11/2026*.
fault-date-early = Tanggal itu terlalu awal. Mohon pilih tanggal mulai *{ $day }*.
fault-date-late = Tanggal itu terlalu jauh. Mohon pilih tanggal sampai *{ $day }*.
fault-number = Mohon balas dengan satu *angka*, misalnya *2*.
fault-number-range = Angkanya { $min } sampai { $max }. Mohon periksa lagi lalu kirim ulang.
# Nomor telepon yang sama dengan chat ini.
fault-phone-this = Nomor chat ini tidak terbaca sendiri oleh asisten. Mohon ketik nomornya, atau ketuk *Bagikan nomor saya* bila tombolnya ada.
sys-this-number-words = nomor ini, no ini, nomor wa ini, wa ini, hp ini, nomor yang ini, nomor yang sama, yang ini saja, yang dipakai ini, nomor chat ini
fault-money = Mohon ketik jumlah rupiahnya, misalnya *50.000* atau *50 ribu*.
fault-money-range = Jumlahnya { $min } sampai { $max }. Mohon periksa lagi lalu kirim ulang.
fault-money-several = Mohon ketik *satu* jumlah saja. Bila belum pasti, perkiraannya boleh: misalnya *2,5 juta*.
fault-region = Nama wilayah itu belum kami temukan. Mohon ketik nama *provinsi*, *kabupaten/kota*, atau *kecamatannya* saja.
# Kata di sekitar nama daerah asal: "asalnya sih dari depok"
sys-origin-words = asal, asalnya, asli, aslinya, pindah, pindahan, pindahannya, dari, dulu, dulunya, sebelumnya, tinggal, tadinya, domisili, daerah, wilayah, alamat, lama, ktp, saya, di, ke
fault-street = Mohon ketik alamatnya sedikit lebih lengkap, misalnya *Jl. Melati No. 5, RT 02/RW 03*.
fault-location = Mohon bagikan *lokasi* dari aplikasi chat: ketuk tombol lampiran, lalu pilih *Lokasi*.
fault-location-far = Titik itu berada di luar Indonesia. Mohon bagikan lokasinya sekali lagi.
fault-slot-place = Nama tempat itu belum kami temukan di antara yang masih tersedia. Mohon ketik nama *kecamatan* atau *kelurahannya* saja.
fault-slot-day = Hari itu tidak tersedia. Silakan pilih salah satu hari yang masih ada.
fault-slot-when = Harinya belum kami tangkap. Silakan pilih salah satu hari yang masih ada, misalnya *Rabu* atau *secepatnya*.
fault-slot-hour = Jam itu belum kami tangkap atau tidak tersedia pada hari tersebut. Silakan pilih salah satu jam yang masih ada.
fault-slot-when-first = Baik. Mohon ketik dahulu nama *tempatnya*; sesudah itu kita pilih hari dan jamnya.
fault-slot-full = Tempat itu baru saja penuh. Silakan pilih tempat lain.
# Sulit datang ke tempat yang ditanyakan
sys-hard-to-come = Kami mengerti. Anda boleh memilih *tempat lain* yang lebih dekat. Bila tetap sulit datang, petugas dapat membantu: ketik *petugas*.
sys-far-words = kejauhan, jauh banget, jauh bgt, jauh sekali, jauh amat, terlalu jauh, sangat jauh, tidak bisa datang, tidak bisa ke kantor, tidak bisa ke sana, tidak bisa kesana, tidak bisa pergi, tidak sempat datang, tidak sempat ke sana, susah ke sana, susah datang, sulit ke sana, sulit datang, susah kesana, sulit kesana, joh sajan, joh gati
# Kata untuk tempat pelayanan di antara pilihan
sys-counter-words = kantor, loket, office, counter

## Ringkasan, tanda terima, status

sys-summary-head = Mohon periksa:
sys-summary-so-far = Jawaban Anda sejauh ini:
sys-summary-line = • { $label }: { $value }
sys-value-files = ada ✅
sys-consent-refused = Baik, permohonan tidak dilanjutkan dan data Anda tidak kami pakai. Anda tetap dapat mengurusnya langsung di { $address }, atau lewat petugas.
sys-receipt = Terima kasih. Permohonan Anda *kami terima*.
    Nomor: *{ $ticket }*
    Terkirim: { $time }
    Petugas memeriksa kelengkapan pada jam kerja. Proses selesai ±1 jam kerja *setelah berkas dinyatakan lengkap dan valid*. Kami kabari lewat chat ini.
sys-receipt-code = Kode: *{ $code }*. Simpan; dengan kode ini permohonan dapat dibuka dari chat lain.
sys-receipt-slot = Pengambilan: *{ $slot }*
sys-receipt-closed = Saat ini di luar jam layanan. Petugas mulai memeriksa { $opening }.
sys-already-filed = Untuk NIK ini sudah ada permohonan *{ $ticket }* yang sedang diproses, jadi tidak perlu dikirim dua kali. Ketik *status* untuk melihat kemajuannya.
sys-already-filed-elsewhere = Untuk NIK ini sudah ada permohonan lain yang sedang diproses, jadi yang ini belum dapat dikirim. Bila Anda tidak merasa mengajukannya, mohon hubungi petugas.

# state: salah satu dari status-… di bawah
sys-status = Permohonan *{ $ticket }* (masuk { $since }):
    { $state }
sys-status-queue = Nomor antrean: *{ $queue }*
sys-status-none = Belum ada permohonan yang dikirim dari chat ini. Bila Anda mengirimnya dari chat lain, silakan ketik nomornya (SAPA-…).


sys-ask-link = Nomor *{ $ticket }* tidak dikirim dari chat ini. Bila itu permohonan Anda, silakan ketik *kode* pada tanda terimanya dan *4 angka terakhir NIK*, misalnya: KXWMTR 1234
sys-link-both = Silakan ketik keduanya dalam satu pesan: kode 6 huruf dari tanda terima dan 4 angka terakhir NIK, misalnya: KXWMTR 1234
# address: alamat e-mail yang diketik warga
sys-ask-email-code = Kami mengirim *kode 6 angka* ke { $address }. Silakan ketik kode itu di sini; bila belum terlihat, periksa juga folder spam.
sys-code-mailed-again = Kode baru kami kirim ke { $address }. Silakan ketik *kode dari e-mail terbaru*; kode sebelumnya tidak berlaku lagi.
sys-code-wrong = Kode itu belum cocok. Silakan ketik *kode dari e-mail terbaru*. Kesempatan tersisa: { $left }.
sys-code-locked = Kode itu sudah lima kali belum cocok, jadi kami tutup demi keamanan. Silakan minta kode baru, ganti alamat, atau hubungi petugas.
sys-code-over = Kode itu sudah tidak berlaku: setiap kode berlaku 15 menit. Silakan minta kode baru.
sys-code-too-soon = Kode baru saja kami kirim dan bisa perlu waktu untuk tiba. Kode berikutnya dapat diminta { $seconds } detik lagi.
sys-code-enough = Dalam satu jam kami mengirim paling banyak tiga kode. Kode berikutnya dapat diminta { $minutes } menit lagi; petugas juga dapat membantu.
sys-email-proven = Terima kasih, alamat e-mail Anda sudah terbukti.
sys-mail-refused = E-mail ke { $address } tidak diterima oleh penyedianya; mungkin ada huruf yang tertukar. Mohon periksa alamatnya.
sys-mail-gave-up = Maaf, e-mail berisi kode belum berhasil kami kirim. Silakan minta kode baru, ganti alamat, atau hubungi petugas.
# Isi e-mail: teks biasa, tanpa tautan
mail-code-subject = Kode e-mail Anda untuk { $office }
mail-code-body = Kode Anda: { $code }

    Ketik kode ini di chat { $office }. Kode berlaku { $minutes } menit.
    Jangan berikan kode ini kepada siapa pun, juga tidak kepada petugas.

    Bila Anda tidak memintanya, abaikan saja e-mail ini. E-mail ini dikirim otomatis dan tidak perlu dibalas.
sys-linked = Permohonan *{ $ticket }* sekarang terhubung dengan chat ini.
sys-ask-recheck-nik = Kontak Anda pada aplikasi ini berubah. Untuk melindungi data Anda, silakan ketik *4 angka terakhir NIK* pada permohonan Anda. Bila belum pernah mengajukan, pilih *Mulai baru*.
sys-ask-recheck-kk = Kontak Anda pada aplikasi ini berubah. Untuk melindungi data Anda, silakan ketik *4 angka terakhir nomor KK* pada permohonan Anda. Bila belum pernah mengajukan, pilih *Mulai baru*.
sys-proven = Terima kasih, sudah cocok.
sys-not-proven = Belum cocok dengan data kami. Silakan periksa lalu ketik lagi. Kesempatan tersisa: { $left }.
sys-proof-locked = Untuk keamanan, pembuktian lewat chat ini dihentikan sementara selama 24 jam. Petugas dapat membantu Anda: ketik *petugas*.

status-submitted = *Belum Diproses*. Berkas Anda sudah masuk antrean pemeriksaan. Tidak ada yang perlu Anda lakukan sekarang.
status-complete = *Berkas lengkap*. Petugas akan memasukkan data Anda ke sistem kependudukan. Tidak ada yang perlu Anda lakukan sekarang.
status-in-siak = *Sudah Masuk SIAK* (sistem kependudukan). Data Anda sedang dicocokkan petugas.
status-draft-printed = *Sedang diproses*. Data Anda cocok dan rancangannya sudah dibuat.
status-tte-review = *Sedang diperiksa pejabat* sebelum disahkan. Tidak ada yang perlu Anda lakukan sekarang.
status-returned-to-operator = *Sedang diperbaiki petugas*. Tidak ada yang perlu Anda lakukan sekarang.
status-head-review = *Menunggu persetujuan Kepala Dinas*. Tidak ada yang perlu Anda lakukan sekarang.
status-approved = *Disetujui Kepala Dinas*. Tinggal dicetak; kami kabari bila siap diambil.
status-emailed = *Selesai*. Dokumennya sudah dikirim ke e-mail Anda.
status-produced = *Sedang dicetak*. Kami kabari bila siap diambil.
status-printed = *Sudah dicetak*. Nomor antrean pengambilan segera kami kirim.
status-ready = *Siap diambil*. Mohon tunjukkan nomor antrean Anda kepada petugas loket.
status-collected = *Selesai*. Sudah diambil. Terima kasih.
status-cancelled = *Dibatalkan*. Ketik *petugas* bila ada yang ingin ditanyakan.
status-cancelled-incomplete = *Dibatalkan* karena berkas belum lengkap. Anda dapat mengajukan lagi dengan melengkapi yang kurang.
status-cancelled-siak-invalid = *Dibatalkan* karena ada data yang belum cocok dengan sistem kependudukan. Anda dapat mengajukan lagi setelah datanya diperbaiki.
status-cancelled-head-rejected = *Dibatalkan untuk diperbaiki*. Alasannya ada pada pesan kami sebelumnya; Anda dapat mengajukan lagi.
status-cancelled-by-citizen = *Ditarik atas permintaan Anda*.
status-cancelled-expired = *Dibatalkan* karena tidak diambil sampai batas waktunya. Ketik *petugas* untuk mengaturnya kembali.
status-cancelled-duplicate = *Dibatalkan* karena sudah ada permohonan lain untuk orang yang sama.

## Kabar dari kantor

case-complete = Kabar baik: berkas permohonan *{ $ticket }* dinyatakan *lengkap*. Petugas melanjutkan ke pencocokan data; tidak ada yang perlu Anda lakukan sekarang.
# reason: kalimat petugas, atau case-reason-…; step: case-step-…
case-cancelled = Mohon maaf, permohonan *{ $ticket }* *dibatalkan* karena: { $reason }
    Yang perlu Anda lakukan: { $step }
case-reason-incomplete = berkas belum lengkap
case-reason-siak-invalid = ada data yang belum cocok dengan sistem kependudukan
case-reason-head-rejected = belum disetujui Kepala Dinas
case-reason-by-citizen = ditarik atas permintaan Anda
case-reason-expired = tidak diambil sampai batas waktunya
case-reason-duplicate = sudah ada permohonan lain untuk orang yang sama
case-step-incomplete = pilih *Ajukan lagi* lalu lengkapi bagian itu. Data dan foto Anda yang lain masih tersimpan.
case-step-siak-invalid = perbaiki data itu bersama petugas bila perlu, lalu pilih *Ajukan lagi*. Data dan foto Anda masih tersimpan.
case-step-head-rejected = perbaiki bagian itu lalu pilih *Ajukan lagi*. Bila perbaikannya ada pada kami, petugas akan membantu Anda.
case-step-by-citizen = tidak ada. Anda dapat mengajukan lagi kapan saja.
case-step-expired = ketik *petugas* untuk mengatur pengambilannya, atau pilih *Ajukan lagi*.
case-step-duplicate = tidak ada. Permohonan yang satu lagi tetap diproses; ketik *status* untuk melihatnya.
case-ready = Kabar baik! Permohonan *{ $ticket }* *siap diambil*.
    Nomor antrean: *{ $queue }*
    Tempat: { $place }
    Waktu: { $date }, { $hours }
    Bawa: nomor antrean ini dan Kartu Keluarga. Tidak dipungut biaya.
case-mark = *Pemberitahuan otomatis dari kantor*
case-collected = Permohonan *{ $ticket }* selesai: sudah Anda ambil. Terima kasih. Bila ada data yang keliru, segera ketik *petugas*.

## Petugas

sys-person-queue = Baik, Anda saya sambungkan ke petugas. Urutan Anda: *{ $position }*. Jawaban biasanya ±{ $minutes } menit pada jam kerja.
    Pesan Anda di sini dibaca petugas. Ketik *menu* untuk kembali ke asisten.
sys-person-closed = Baik, pesan Anda kami catat untuk petugas. Saat ini di luar jam layanan ({ $hours }); petugas membaca mulai { $opening }.
    Ketik *menu* untuk kembali ke asisten.
sys-still-waiting = Pesan Anda tersimpan untuk petugas, dan Anda masih dalam antrean. Selama itu asisten tidak menjawab; ketuk *Kembali ke asisten* bila ingin melanjutkan sendiri.
sys-still-waiting-closed = Pesan Anda tersimpan untuk petugas, yang membaca mulai { $opening }. Selama itu asisten tidak menjawab; ketuk *Kembali ke asisten* bila ingin melanjutkan sendiri.
sys-ask-person = Tidak apa-apa. Anda dapat saya sambungkan ke petugas, atau kita coba sekali lagi.
sys-officer-joined = Anda terhubung dengan petugas { $office }. Silakan tulis pertanyaan Anda di sini.
sys-officer-timeout = Mohon maaf, petugas belum sempat menjawab. Anda tetap berada dalam antrean dan urutan Anda tidak hilang.
sys-left-queue = Baik, Anda kembali ke asisten.
sys-back-with-bot = Percakapan dengan petugas selesai. Mari lanjutkan permohonan Anda.
sys-back-with-bot-idle = Percakapan dengan petugas selesai. Ada lagi yang dapat saya bantu?

## Data pribadi

sys-my-data = Yang kami simpan dari Anda: { $filed } permohonan terkirim dan { $answers } jawaban pada permohonan yang belum selesai. Foto dihapus { $days } hari setelah permohonan selesai.
    Untuk melihat, memperbaiki, atau membatasi data, hubungi { $contact }. Kami menjawab paling lambat 3×24 jam.
sys-ask-delete = Kami akan menghapus permohonan yang *belum terkirim* beserta fotonya, sekarang juga. Berkas yang *sudah diserahkan* ke kantor mengikuti aturan arsip dan tidak terhapus dari sini. Lanjutkan?
sys-data-deleted = Permohonan yang belum terkirim beserta fotonya sudah dihapus. Untuk data yang sudah diserahkan ke kantor, ketik *data saya*.

## Pertanyaan yang sering diajukan

# Nama yang ditulis sama di mana-mana: kanal pengaduan nasional, dan formulir kuasa dengan nomornya.
-lapor = LAPOR! (lapor.go.id)
-attorney = Surat Kuasa (F-1.07)

faq-cost = *Tidak dipungut biaya*, dari permohonan sampai pengambilan. Bila ada yang meminta uang, mohon laporkan: ketik *petugas*, atau lewat { -lapor }.
faq-requirements = Untuk KTP-el hilang: *Surat Keterangan Hilang dari Kepolisian*, NIK, dan nomor Kartu Keluarga. Formulir F-1.02 diisi dari jawaban Anda di sini. Bila diurus orang lain: ditambah *{ -attorney }*.
faq-represent = Boleh diwakilkan, dengan *{ -attorney }* bermeterai Rp10.000 dari pemilik KTP. Mulailah permohonan seperti biasa; nanti kami tanyakan KTP siapa yang hilang.
faq-represent-begun = Boleh diwakilkan, dengan *{ -attorney }* bermeterai Rp10.000 dari pemilik KTP.
faq-hours = Jam layanan: *{ $hours }*
    Alamat: { $address }
    Telepon: { $phone }
# office: nama kantor; days: hari
faq-privacy = Ini asisten resmi { $office }. Data Anda *hanya* dipakai untuk permohonan ini dan tersimpan dalam bentuk tersandi. Pesan melewati aplikasi chat ini. Foto dihapus { $days } hari setelah selesai. Rinciannya: ketik *data saya*.
faq-duration = Proses selesai ±1 jam kerja *setelah berkas dinyatakan lengkap dan valid* oleh petugas. Kami kabari setiap kemajuannya lewat chat ini.
faq-pickup = Setelah KTP-el dicetak, kami kirim *nomor antrean*, tempat, dan tanggal pengambilan lewat chat ini. Jam pengambilan: { $hours }. Mohon bawa nomor antrean dan Kartu Keluarga.
faq-pickup-booked = Jadwal pengambilan Anda: *{ $slot }*. Mohon bawa nomor antrean dan Kartu Keluarga.
# Bagaimana kartu sampai ke pemiliknya
faq-collect-other = Sebaiknya KTP-el diambil *pemiliknya sendiri*, karena sidik jarinya dapat dicocokkan saat pengambilan. Bila pemiliknya tidak bisa datang, tanyakan dahulu: ketik *petugas*.
faq-delivery = KTP-el *diambil langsung* di tempat pengambilan, jadi tidak dikirim lewat pos, kurir, atau e-mail. Bila sulit datang, ketik *petugas*.
sys-delivery-words = lewat pos, lwt pos, via pos, pakai pos, dikirim pos, kirim pos, kantor pos, pos indonesia, kurir, gosend, go send, gojek, grab, jne, jnt, sicepat, ekspedisi, cod, ojol, ojek online, ke rumah, kerumah, ke alamat rumah, diantar, dianter, diantarkan, dianterin, antar ke, delivery
# Bagaimana orang menanyakan sejauh mana permohonannya, selain "status".
sys-done-words = kapan jadi, kapan jadinya, kapan selesai, kapan selesainya, kapan siap, kapan keluar, kapan dicetak, sudah jadi belum, sudah selesai belum, belum jadi, belum selesai, sampai mana, berapa lama lagi
sys-collect-words = ambil, diambil, diambilkan, diambilin, mengambil, pengambilan
sys-another-words = orang lain, suami, istri, anak saya, ibu saya, ayah saya, bapak saya, kakak saya, adik saya, orang tua, saudara, keluarga, teman, tetangga, sepupu, diwakilkan, diwakili, mewakili, wakil, titip, dititip
sys-may-words = bisa, boleh, dapat, dados
faq-complaint = Mohon maaf atas pengalaman Anda. Aduan dapat disampaikan melalui:
    • Meja Aduan dan Kotak Saran: { $address }
    • WA Center: { $whatsapp }
    • Telepon: { $phone }
    • E-mail: { $email }
    • Situs web: { $website }
    • Facebook: { $facebook }
    • Form Survei Kepuasan Masyarakat: { $survey }
    • { -lapor }: pengaduan, aspirasi, permintaan informasi
    Atau ceritakan di sini kepada petugas: apa yang terjadi, kapan, dan di mana.

## Telegram: daftar perintah dan grup

# kata: keterangan
cmd-menu = menu: Pilihan layanan
cmd-status = status: Lihat kemajuan permohonan
cmd-resume = lanjut: Lanjutkan permohonan yang belum selesai
cmd-human = petugas: Bicara dengan petugas
cmd-help = bantuan: Cara memakai asisten ini
cmd-cancel = batal: Batalkan permohonan
cmd-language = bahasa: Ganti bahasa
sys-no-groups = Mohon maaf, layanan ini hanya untuk percakapan pribadi. Silakan tulis langsung kepada saya.

## Waktu

# Senin, 23 Nov 2026, 09.12 WITA
time-full = { $day }, { $date } { $month } { $year }, { $clock } { $zone }
time-day-1 = Senin
time-day-2 = Selasa
time-day-3 = Rabu
time-day-4 = Kamis
time-day-5 = Jumat
time-day-6 = Sabtu
time-day-7 = Minggu
time-month-1 = Jan
time-month-2 = Feb
time-month-3 = Mar
time-month-4 = Apr
time-month-5 = Mei
time-month-6 = Jun
time-month-7 = Jul
time-month-8 = Agu
time-month-9 = Sep
time-month-10 = Okt
time-month-11 = Nov
time-month-12 = Des

## Tombol

# Membuka daftar pilihan yang lebih dari tiga.
btn-previous = Sebelumnya
btn-next = Berikutnya
btn-open-menu = Lihat pilihan
btn-yes = Ya
btn-yes-words = iya, y, ok, oke, betul, benar, nggih, inggih, boleh, lanjut
btn-no = Tidak
btn-no-words = tdk, gak, ga, nggak, enggak, bukan, jangan, ten, sing
btn-menu = Menu
btn-menu-words = menu utama
btn-status = Cek status
btn-status-words = status, cek, sudah jadi
btn-human = Hubungi petugas
btn-human-words = petugas, admin, orang, operator, bicara dengan petugas, tanya petugas
btn-refile = Ajukan lagi
btn-resume = Lanjutkan
btn-back-to-bot = Kembali ke asisten
btn-resume-words = lanjut, terus
btn-whose-keep = Ya, benar
btn-whose-keep-words = ya, iya, benar, betul, tetap, sudah benar
btn-whose-anew = Bukan, isi lagi
btn-whose-anew-words = bukan, tidak, isi lagi, beda orang, bukan data dia, tanya lagi
btn-switch-yes = Ya, pindah
btn-switch-yes-words = ya, pindah, ya pindah, iya, iya pindah, pindah aja, ganti, ganti layanan, iya pindah
btn-go-on = Lanjutkan
btn-go-on-words = lanjut, tidak, tidak jadi, jangan, terus, jangan dulu, tidak usah
btn-try-again = Coba lagi
btn-try-again-words = coba, lagi, tidak, ulangi, sekali lagi
btn-consent-yes = Setuju
btn-consent-yes-words = ya, iya, y, ok, oke, boleh, nggih, inggih, saya setuju, setuju kak
btn-consent-no = Tidak setuju
btn-consent-no-words = tidak, gak setuju, ga mau, tidak mau, menolak, tolak
btn-consent-more = Selengkapnya
btn-consent-more-words = selengkapnya, rincian, detail, lebih lengkap, baca dulu
btn-send = Ya, kirim
btn-send-words = ya, iya, y, ok, oke, kirim, benar, sudah benar, betul, nggih, inggih, setuju
btn-correct = Ubah
btn-correct-words = ganti, belum benar, tidak benar, belum betul, kurang tepat, ada salah, perbaiki, koreksi, salah, ada yang salah, edit, tidak
btn-cancel = Batal
btn-cancel-words = batalkan, tidak jadi
btn-cancel-yes = Ya, batalkan
btn-cancel-yes-words = ya, iya, y, batal, batalkan, jadi batal
btn-code-again = Kirim ulang kode
btn-code-again-words = kirim ulang, kirim lagi, kode baru, minta kode baru, kode tidak masuk, kode belum masuk, belum terima kode, belum masuk, tidak masuk, belum ada, tidak ada, belum datang, belum sampai, belum dapat, belum terima, tidak terima, kodenya belum masuk, kodenya tidak masuk, email belum masuk, emailnya belum masuk, tidak ada email masuk, kode tidak ada, mana kodenya, kirim kode lagi, kode hilang
btn-code-other = Ganti alamat
btn-code-other-words = alamat lain, email lain, e-mail lain, ganti email, ganti e-mail, alamat salah, salah alamat, email salah, salah email, emailnya salah, e-mail salah, alamat email salah, alamatnya salah, salah ketik, salah tulis, salah ketik email, ganti emailnya, ubah email, bukan email saya
btn-start-fresh = Mulai baru
btn-start-fresh-words = mulai baru, bukan saya, belum pernah
btn-start-over-yes = Ya, mulai lagi
btn-start-over-yes-words = ya, iya, y, mulai lagi, dari awal
btn-withdraw-yes = Ya, tarik
btn-withdraw-yes-words = ya, iya, y, tarik, batalkan
btn-withdraw-no = Tidak jadi
btn-withdraw-no-words = tidak, jangan, gak jadi, ga jadi
btn-delete-data = Hapus data saya
btn-delete-data-words = hapus, hapus data
btn-delete-yes = Ya, hapus
btn-delete-yes-words = ya, iya, y, hapus
btn-page = Buka halaman aman
btn-photo-number = Foto { $number }
btn-photo-replace = Ganti foto
btn-photo-replace-words = ganti, ganti foto, foto lain, ya, iya
btn-photo-remove = Hapus foto
btn-photo-remove-words = hapus, hapus foto, buang
btn-photo-add = Tambah foto
btn-photo-add-words = tambah, tambah foto, kirim lagi
btn-photo-done = Sudah benar
btn-photo-done-words = sudah, sudah benar, selesai, biarkan, tidak jadi, cukup, tidak
btn-share-contact = Bagikan nomor saya
btn-share-location = Kirim lokasi saya
btn-photo-again = Foto ulang
btn-photo-again-words = ulang, ulangi, foto lagi, kirim ulang
btn-photo-keep = Kirim apa adanya
btn-photo-keep-words = apa adanya, kirim saja, tetap kirim, pakai itu saja
btn-village-other = Tidak ada di sini
btn-village-other-words = lainnya, bukan, tidak ada
btn-agree = Ya, saya setuju
btn-agree-words = ya, iya, y, ok, oke, setuju, benar, betul, nggih, inggih
btn-disagree = Tidak setuju
btn-disagree-words = tidak, gak setuju, belum, tidak benar
btn-enough = Sudah, itu saja
btn-enough-words = sudah, cukup, selesai, itu saja, udah, tidak ada lagi, tidak
btn-skip = Lewati
btn-skip-words = lewati, skip, lewat, lewatkan, dilewati, lompati, next, tidak ada, tidak usah, tidak perlu, gak usah, gak perlu, tidak mau
btn-slot-place = Tempat lain
btn-slot-place-words = ganti tempat, lokasi lain, pindah tempat
btn-slot-day = Hari lain
btn-slot-day-words = ganti hari, tanggal lain
btn-move = Ubah jadwal
btn-move-words = ganti jadwal, pindah jadwal, ubah waktu, ganti hari
btn-move-same = Tempat yang sama
btn-move-same-words = sama, tetap, di situ saja, tempat yang tadi
btn-language-ban = Basa Bali
btn-language-ban-words = bali, ban, bahasa bali
btn-language-id = Bahasa Indonesia
btn-language-id-words = indonesia, id, bahasa
btn-language-en = English
btn-language-en-words = inggris, en, bahasa inggris

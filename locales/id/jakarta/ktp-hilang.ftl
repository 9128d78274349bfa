### KTP-el hilang di Jakarta. Kunci yang sama di locales/id/ktp-hilang.ftl kalah dari yang di sini.

ktp-hilang-title = KTP hilang
ktp-hilang-title-words = ktp ilang, kehilangan ktp, hilang, urus ktp hilang
ktp-hilang-intro = Baik, kita urus KTP-el yang hilang: beberapa pertanyaan singkat, sekitar 5 menit, *gratis*. Silakan siapkan surat kehilangan dari polisi dan Kartu Keluarga.
ktp-hilang-requirements = Untuk KTP-el hilang: *Surat Keterangan Hilang dari Kepolisian* dan *Kartu Keluarga*. Bila diurus orang lain: ditambah *{ -attorney }*.

ktp-hilang-consent = Sebelum mulai, mohon persetujuan Anda. Kami memakai NIK, nomor KK, foto KK dan surat polisi, akun chat ini, dan nomor telepon Anda *hanya* untuk memproses permohonan KTP-el. Pesan melewati aplikasi chat (server luar negeri); berkas disimpan di server kantor dan foto dihapus { $days } hari setelah selesai. Anda boleh meminta lihat, ubah, atau hapus data kapan saja: ketik *data saya*.
ktp-hilang-consent-help = Tanpa persetujuan, permohonan tidak dapat diproses lewat chat. Pilih *Selengkapnya* untuk membaca rinciannya, atau *Tidak setuju* bila ingin mengurus langsung di kelurahan.
ktp-hilang-consent-more = *Rincian pemakaian data* (consent-jakarta-2026-11)
    • Penanggung jawab: { $office }
    • Dasar: pelayanan publik (UU 27/2022 Pasal 20), dan persetujuan Anda untuk melayani lewat chat
    • Data: NIK, nomor KK, foto KK dan surat polisi, nama, nomor telepon, akun chat; hanya yang diperlukan
    • Yang melihat: petugas pemroses; setiap pembukaan foto tercatat
    • Disimpan: foto { $days } hari setelah selesai, riwayat chat 1 tahun, catatan persetujuan 5 tahun
    • Hak Anda: melihat, memperbaiki, membatasi, menghapus, dan menarik persetujuan; kami jawab paling lambat 3×24 jam. Ketik *data saya*
    • Kontak: { $contact }
    Menolak tidak mengurangi hak Anda: permohonan tetap dapat diurus di kelurahan.

ktp-hilang-applicant = KTP siapa yang hilang?
ktp-hilang-applicant-help = Pilih *Milik saya* bila KTP Anda sendiri. Bila milik keluarga atau orang lain, kami juga memerlukan nama Anda dan { -attorney } dari pemiliknya.
ktp-hilang-applicant-label = Pemilik KTP
ktp-hilang-applicant-self = Milik saya
ktp-hilang-applicant-self-words = saya, saya sendiri, sendiri, diri sendiri, punya saya, punya gue, gue, iya saya
ktp-hilang-applicant-other = Milik orang lain
ktp-hilang-applicant-other-words = orang lain, mertua, mertua saya, majikan, punyanya ibu, punya mertua, punya nenek, punya kakek, milik ibu, milik ibu saya, milik bapak, milik bapak saya, milik istri, milik istri saya, milik suami, milik suami saya, milik anak, milik anak saya, milik orang tua, milik kakak, milik adik, anak, istri, suami, ayah, orang tua, keluarga, nenek, kakek, teman, saudara, mewakili, bukan saya, ibu, ibu saya, bapak, bapak saya, nyokap, bokap, punya ibu, punya bapak, punya orang tua, punya anak, punya suami, punya istri, punya kakak, punya adik, buat ibu, buat bapak, buat orang tua, buat anak, buat suami, buat istri, buat kakak, buat adik, untuk ibu, untuk bapak, untuk orang tua, untuk anak, untuk suami, untuk istri, untuk kakak, untuk adik, orang tua saya, anak saya, suami saya, istri saya, kakak saya, adik saya
ktp-hilang-proxy-name = Mohon ketik nama lengkap *Anda*, sebagai orang yang menguruskan.
ktp-hilang-proxy-name-help = Yang kami perlukan di sini nama Anda sendiri, misalnya *Siti Aminah*. Nama pemilik KTP kami tanyakan sesudahnya.
ktp-hilang-proxy-name-label = Yang menguruskan
ktp-hilang-attorney = Mohon kirim foto atau PDF *Surat Kuasa (formulir F-1.07)* yang sudah diisi, bermeterai Rp10.000, dan ditandatangani pemilik KTP serta Anda.
ktp-hilang-attorney-help = Letakkan surat di meja yang terang, seluruh lembarnya terlihat, lalu foto dari atas. Bila pemilik tidak dapat tanda tangan, ketik *petugas*. Bila suratnya belum ada, pilih *Belum punya*.
ktp-hilang-attorney-help-words = tanda tangan, tanda tangannya, tandatangan, ttd, materai, meterai, sakit, stroke, lumpuh, tidak bisa jalan, tidak bisa tulis, cap jempol
ktp-hilang-attorney-label = Surat Kuasa
ktp-hilang-attorney-later = Belum punya
ktp-hilang-attorney-later-words = belum ada, belum ada surat, belum punya surat, belum, nanti, tidak punya, gak punya, blm ada, blm punya
ktp-hilang-attorney-later-told = Tidak apa-apa. Formulir F-1.07 dapat diambil di kelurahan. Isi datanya, tempel meterai Rp10.000, lalu kedua pihak menandatangani.
    Chat ini menunggu: kirim fotonya kapan pun siap. Jawaban Anda tersimpan { $days } hari.

ktp-hilang-nik = Mohon ketik *NIK* pemilik KTP (16 angka). Ada di Kartu Keluarga atau fotokopi KTP. Contoh: 3174 0112 0385 9901
ktp-hilang-nik-help = NIK terdiri dari 16 angka, misalnya 3174 0112 0385 9901. Silakan cari di Kartu Keluarga, akta, kartu BPJS, atau fotokopi KTP.
ktp-hilang-nik-label = NIK
ktp-hilang-name = Mohon ketik *nama lengkap* pemilik KTP, seperti tertulis di Kartu Keluarga.
ktp-hilang-name-help = Tulis namanya saja dengan huruf, misalnya *Siti Aminah*.
ktp-hilang-name-label = Nama

ktp-hilang-resident = Angka depan NIK menunjukkan pendaftaran pertama di luar Jakarta. Apakah pemiliknya *sekarang* terdaftar di Kartu Keluarga DKI Jakarta?
ktp-hilang-resident-help = NIK tidak berubah saat pindah, jadi ini wajar. Lihat bagian kanan atas Kartu Keluarga: bila tertulis DKI Jakarta, pilih *Ya*.
ktp-hilang-resident-label = KK DKI Jakarta
ktp-hilang-not-ours = Cetak KTP-el luar domisili tersedia dengan kuota harian dan perlu datang sendiri. Petugas akan membantu Anda.
ktp-hilang-not-ours-help = Permohonan ini memerlukan bantuan petugas. Bila NIK-nya yang keliru, ketik *kembali*.
ktp-hilang-married = Menurut NIK-nya, pemilik KTP belum berusia 17 tahun. Apakah sudah atau pernah kawin?
ktp-hilang-married-help = KTP-el diberikan mulai usia 17 tahun, atau lebih muda bila sudah atau pernah kawin. Bila NIK-nya yang keliru, ketik *kembali*.
ktp-hilang-married-label = Sudah kawin
ktp-hilang-married-label-words = kawin, nikah, menikah
ktp-hilang-too-young = KTP-el diberikan mulai usia 17 tahun, atau bila sudah kawin. Petugas akan membantu mencarikan jalan yang tepat, misalnya Kartu Identitas Anak (KIA).
ktp-hilang-too-young-help = Permohonan ini memerlukan bantuan petugas. Bila NIK-nya yang keliru, ketik *kembali*.

ktp-hilang-kk = Mohon ketik *nomor Kartu Keluarga* (16 angka), yang tercetak di bawah judul KARTU KELUARGA.
ktp-hilang-kk-help = Nomor KK ada di bagian paling atas Kartu Keluarga dan berbeda dari NIK. Bila sulit dibaca, pilih *Belum tahu*.
ktp-hilang-kk-help-words = kk hilang, kk saya hilang, ikut hilang, hilang juga, juga hilang, ketinggalan, di kampung, sama dengan nik, sama seperti nik, bedanya
ktp-hilang-kk-label = Nomor KK
ktp-hilang-kk-label-words = kk, no kk, nomor kartu keluarga
ktp-hilang-kk-without = Belum tahu
ktp-hilang-kk-without-words = belum, tidak tahu, gak tau, ga tau, nggak tahu, lupa, tidak hafal, blm tau, tidak ingat
ktp-hilang-kk-copy = Mohon kirim foto *Kartu Keluarga*: seluruh lembar terlihat, tulisan terbaca, tanpa pantulan lampu.
ktp-hilang-kk-copy-help = Letakkan Kartu Keluarga di meja yang terang, lalu foto seluruh lembarnya dari atas, atau kirim PDF-nya. Bila belum ada, pilih *Belum punya*.
ktp-hilang-kk-copy-label = Foto KK
ktp-hilang-kk-copy-later = Belum punya
ktp-hilang-kk-copy-later-words = belum ada, belum, nanti, tidak punya, gak punya, blm ada, blm punya, kk nya di rumah
ktp-hilang-kk-copy-later-told = Tidak apa-apa. Fotokopi Kartu Keluarga dapat diminta di kelurahan, *gratis*.
    Chat ini menunggu: kirim fotonya kapan pun siap. Jawaban Anda tersimpan { $days } hari.
ktp-hilang-police-letter = Mohon kirim foto *Surat Keterangan Hilang dari Kepolisian*. Letakkan di meja yang terang: seluruh lembar terlihat, tulisan terbaca.
ktp-hilang-police-letter-help = Yang diperlukan surat dari polisi (Polsek atau Polres), bukan dari kelurahan. Foto seluruh lembarnya dari atas, atau kirim PDF-nya; surat yang robek atau lewat masa berlakunya diperiksa petugas. Bila belum ada, pilih *Belum punya*.
ktp-hilang-police-letter-help-words = polsek, polres, kantor polisi, spkt, lapor polisi, lapor ke polisi, harus lapor, kedaluwarsa, kadaluarsa, kadaluwarsa, expired, surat sobek, suratnya sobek, surat robek, suratnya robek, sobek, robek, dari kelurahan, surat kelurahan, pak rt, dari rt, lurah, suratnya dibuat di mana, surat polisinya di mana
ktp-hilang-police-letter-label = Surat polisi
ktp-hilang-police-letter-later = Belum punya
ktp-hilang-police-letter-later-words = belum ada, belum ada surat, belum punya surat, suratnya belum ada, belum, nanti, tidak punya, gak punya, blm ada, blm punya, belum buat
ktp-hilang-police-letter-later-told = Tidak apa-apa. Surat itu dibuat *gratis* di Polsek atau Polres terdekat, bagian SPKT. Mohon KTP-el disebut di suratnya.
    Chat ini menunggu: kirim fotonya kapan pun siap. Jawaban Anda tersimpan { $days } hari.

ktp-hilang-phone = Mohon ketik *nomor telepon* yang aktif, bila ingin dikabari lewat telepon juga.
ktp-hilang-phone-help = Misalnya 0812 3456 7890, atau bagikan kartu kontak. Pilih *Lewati* bila cukup lewat chat ini.
ktp-hilang-phone-label = Telepon
ktp-hilang-phone-label-words = hp, no hp, nomor hp, nomor telepon, telpon
ktp-hilang-pickup = Di *kecamatan* mana KTP-el akan diambil? Mohon ketik namanya, misalnya *Tebet*.
ktp-hilang-pickup-help = Ketik nama kecamatan atau kelurahannya saja; salah ketik sedikit tidak apa-apa. Sesudah itu Anda memilih hari dan jamnya.
ktp-hilang-pickup-label = Pengambilan
ktp-hilang-pickup-label-words = hari, harinya, jam, jamnya, tempat, tempatnya, ambil, ambilnya, diambil, pengambilan, jadwal, jadwal ambil, jadwalnya, tempat ambil
ktp-hilang-bring = Saat mengambil, mohon bawa Kartu Keluarga asli dan surat polisinya.

ktp-hilang-confirm = Apakah semuanya *benar* dan boleh kami kirim?
ktp-hilang-confirm-help = Pilih *Ya, kirim* untuk mengirim permohonan, *Ubah* untuk memperbaiki satu jawaban, atau *Batal*.

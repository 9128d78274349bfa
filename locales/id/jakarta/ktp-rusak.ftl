### KTP-el rusak di Jakarta.

ktp-rusak-title = KTP rusak
ktp-rusak-title-words = rusak, ktp patah, ktp pecah, ktp buram, ganti ktp rusak
ktp-rusak-intro = Baik, kita urus KTP-el yang rusak: beberapa pertanyaan singkat, *gratis*. Silakan siapkan KTP yang rusak itu.
ktp-rusak-requirements = Untuk KTP-el rusak cukup *KTP yang rusak itu*: difoto sekarang, diserahkan saat mengambil yang baru. Bila diurus orang lain: ditambah *{ -attorney }*.

ktp-rusak-consent = Sebelum mulai, mohon persetujuan Anda. Kami memakai NIK dan foto KTP yang rusak, akun chat ini, dan nomor telepon Anda *hanya* untuk memproses permohonan KTP-el. Pesan melewati aplikasi chat (server luar negeri); berkas disimpan di server kantor dan foto dihapus { $days } hari setelah selesai. Anda boleh meminta lihat, ubah, atau hapus data kapan saja: ketik *data saya*.
ktp-rusak-consent-help = Tanpa persetujuan, permohonan tidak dapat diproses lewat chat. Pilih *Selengkapnya* untuk membaca rinciannya, atau *Tidak setuju* bila ingin mengurus langsung di kelurahan.
ktp-rusak-consent-more = *Rincian pemakaian data* (consent-jakarta-rusak-2026-11)
    • Penanggung jawab: { $office }
    • Dasar: pelayanan publik (UU 27/2022 Pasal 20), dan persetujuan Anda untuk melayani lewat chat
    • Data: NIK dan foto KTP yang rusak, nama, nomor telepon, akun chat; hanya yang diperlukan
    • Yang melihat: petugas pemroses; setiap pembukaan foto tercatat
    • Disimpan: foto { $days } hari setelah selesai, riwayat chat 1 tahun, catatan persetujuan 5 tahun
    • Hak Anda: melihat, memperbaiki, membatasi, menghapus, dan menarik persetujuan; kami jawab paling lambat 3×24 jam. Ketik *data saya*
    • Kontak: { $contact }
    Menolak tidak mengurangi hak Anda: permohonan tetap dapat diurus di kelurahan.

ktp-rusak-applicant = KTP siapa yang rusak?
ktp-rusak-applicant-help = Pilih *Milik saya* bila KTP Anda sendiri. Bila milik keluarga atau orang lain, kami juga memerlukan nama Anda dan { -attorney } dari pemiliknya.
ktp-rusak-applicant-label = Pemilik KTP
ktp-rusak-applicant-self = Milik saya
ktp-rusak-applicant-self-words = saya, saya sendiri, sendiri, diri sendiri, punya saya, punya gue, gue, iya saya
ktp-rusak-applicant-other = Milik orang lain
ktp-rusak-applicant-other-words = orang lain, mertua, mertua saya, majikan, punyanya ibu, punya mertua, punya nenek, punya kakek, milik ibu, milik ibu saya, milik bapak, milik bapak saya, milik istri, milik istri saya, milik suami, milik suami saya, milik anak, milik anak saya, milik orang tua, milik kakak, milik adik, anak, istri, suami, ayah, orang tua, keluarga, nenek, kakek, teman, saudara, mewakili, bukan saya, ibu, ibu saya, bapak, bapak saya, nyokap, bokap, punya ibu, punya bapak, punya orang tua, punya anak, punya suami, punya istri, punya kakak, punya adik, buat ibu, buat bapak, buat orang tua, buat anak, buat suami, buat istri, buat kakak, buat adik, untuk ibu, untuk bapak, untuk orang tua, untuk anak, untuk suami, untuk istri, untuk kakak, untuk adik, orang tua saya, anak saya, suami saya, istri saya, kakak saya, adik saya
ktp-rusak-proxy-name = Mohon ketik nama lengkap *Anda*, sebagai orang yang menguruskan.
ktp-rusak-proxy-name-help = Yang kami perlukan di sini nama Anda sendiri, misalnya *Siti Aminah*. Nama pemilik KTP kami tanyakan sesudahnya.
ktp-rusak-proxy-name-label = Yang menguruskan
ktp-rusak-attorney = Mohon kirim foto atau PDF *Surat Kuasa (formulir F-1.07)* yang sudah diisi, bermeterai Rp10.000, dan ditandatangani pemilik KTP serta Anda.
ktp-rusak-attorney-help = Letakkan surat di meja yang terang, seluruh lembarnya terlihat, lalu foto dari atas. Bila pemilik tidak dapat tanda tangan, ketik *petugas*. Bila suratnya belum ada, pilih *Belum punya*.
ktp-rusak-attorney-help-words = tanda tangan, tanda tangannya, tandatangan, ttd, materai, meterai, sakit, stroke, lumpuh, tidak bisa jalan, tidak bisa tulis, cap jempol
ktp-rusak-attorney-label = Surat Kuasa
ktp-rusak-attorney-later = Belum punya
ktp-rusak-attorney-later-words = belum ada, belum ada surat, belum punya surat, belum, nanti, tidak punya, gak punya, blm ada, blm punya
ktp-rusak-attorney-later-told = Tidak apa-apa. Formulir F-1.07 dapat diambil di kelurahan. Isi datanya, tempel meterai Rp10.000, lalu kedua pihak menandatangani.
    Chat ini menunggu: kirim fotonya kapan pun siap. Jawaban Anda tersimpan { $days } hari.

ktp-rusak-damage = Apa yang *rusak* pada KTP-nya? Boleh lebih dari satu.
ktp-rusak-damage-help = Pilih yang paling sesuai, satu per satu, atau balas nomor-nomornya, misalnya *1 dan 2*.
ktp-rusak-damage-label = Kerusakan
ktp-rusak-damage-broken = Patah atau sobek
ktp-rusak-damage-broken-words = patah, sobek, pecah, terbelah, belah, retak, terbakar, robek, bengkok, penyok, terpotong, kepotong, kegunting, digigit, meleleh, hancur, lepas laminasi
ktp-rusak-damage-faded = Tulisan pudar
ktp-rusak-damage-faded-words = tidak kebaca, tulisan tidak kebaca, tidak jelas, tulisan tidak jelas, pudar, memudar, buram, luntur, kabur, blur, tidak terbaca, hilang tulisannya, tulisan hilang, tulisan tidak terbaca, foto pudar, foto buram, foto hilang, terkelupas, mengelupas, terhapus, kena air, tergores, baret
ktp-rusak-damage-chip = Chip tidak terbaca
ktp-rusak-damage-chip-words = chip, chip rusak, chip tidak terbaca, chip tidak bisa dibaca, chip gak kebaca, tidak bisa discan, gak kebaca mesin, tidak terbaca mesin, tidak bisa ditap, card reader
ktp-rusak-damage-wrong = Datanya keliru
ktp-rusak-damage-wrong-words = data salah, data keliru, nama salah, salah nama, nama keliru, salah cetak, salah tulis, typo, alamat salah, salah alamat, tanggal lahir salah, salah tanggal lahir
ktp-rusak-wrong-data = KTP-el dengan data yang keliru perlu pembetulan data dahulu. Petugas akan membantu menunjukkan jalannya.
ktp-rusak-wrong-data-help = Permohonan ini memerlukan bantuan petugas. Bila kerusakannya lain, ketik *kembali*.

ktp-rusak-nik = Mohon ketik *NIK* pemilik KTP (16 angka). Ada di Kartu Keluarga atau fotokopi KTP. Contoh: 3174 0112 0385 9901
ktp-rusak-nik-help = NIK terdiri dari 16 angka, misalnya 3174 0112 0385 9901. Silakan cari di Kartu Keluarga, akta, kartu BPJS, atau fotokopi KTP.
ktp-rusak-nik-label = NIK
ktp-rusak-name = Mohon ketik *nama lengkap* pemilik KTP, seperti tertulis di Kartu Keluarga.
ktp-rusak-name-help = Tulis namanya saja dengan huruf, misalnya *Siti Aminah*.
ktp-rusak-name-label = Nama

ktp-rusak-card = Mohon kirim foto *KTP yang rusak*, bagian depan dan belakang (2 foto).
ktp-rusak-card-help = Letakkan kartunya di meja yang terang. Foto bagian depan, lalu balik dan foto bagian belakang. Bila pecah, susun pecahannya.
ktp-rusak-card-label = Foto KTP

ktp-rusak-phone = Mohon ketik *nomor telepon* yang aktif, bila ingin dikabari lewat telepon juga.
ktp-rusak-phone-help = Misalnya 0812 3456 7890, atau bagikan kartu kontak. Pilih *Lewati* bila cukup lewat chat ini.
ktp-rusak-phone-label = Telepon
ktp-rusak-phone-label-words = hp, no hp, nomor hp, nomor telepon, telpon
ktp-rusak-pickup = Di *kecamatan* mana KTP-el akan diambil? Mohon ketik namanya, misalnya *Tebet*.
ktp-rusak-pickup-help = Ketik nama kecamatan atau kelurahannya saja; salah ketik sedikit tidak apa-apa. Sesudah itu Anda memilih hari dan jamnya.
ktp-rusak-pickup-label = Pengambilan
ktp-rusak-pickup-label-words = hari, harinya, jam, jamnya, tempat, tempatnya, ambil, ambilnya, diambil, pengambilan, jadwal, jadwal ambil, jadwalnya, tempat ambil

ktp-rusak-hand-in = KTP yang rusak *diserahkan* saat KTP-el baru diambil. Apakah Anda setuju?
ktp-rusak-hand-in-help = Kartu lama ditarik supaya tidak disalahgunakan. Pilih *Ya, saya setuju* untuk melanjutkan.
ktp-rusak-hand-in-help-words = boleh disimpan, disimpan saja, simpan sendiri, saya simpan saja, kenapa harus, kenapa diserahkan, kenapa ditarik, untuk apa, wajib
ktp-rusak-hand-in-label = Kartu lama diserahkan
ktp-rusak-hand-in-refused = KTP-el baru hanya dapat diberikan bila yang lama diserahkan. Silakan pilih *Ya, saya setuju*, atau ketik *petugas* bila kartunya tidak ada lagi.
ktp-rusak-hand-in-yes-words = bawa, membawa, dibawa, serahkan, diserahkan, menyerahkan, kasih, dikasih, berikan, kembalikan, dikembalikan, mengembalikan, balikin, dibalikin, kumpulkan, siap
ktp-rusak-hand-in-gone-words = tidak ada, hilang, dibuang, terbuang, kebuang, dicuri, terbakar, hanyut, tidak punya, tidak saya simpan
ktp-rusak-hand-in-taken-words = ditarik, disita, diambil, sudah diserahkan, sudah diambil kelurahan

ktp-rusak-confirm = Apakah semuanya *benar* dan boleh kami kirim?
ktp-rusak-confirm-help = Pilih *Ya, kirim* untuk mengirim permohonan, *Ubah* untuk memperbaiki satu jawaban, atau *Batal*.

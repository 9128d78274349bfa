### KTP-el dengan alamat baru di Jakarta, sesudah pindah.

ktp-pindah-title = KTP pindah alamat
ktp-pindah-title-words = pindah, pindah domisili, ganti alamat ktp, ktp pindah, pindahan
ktp-pindah-intro = Baik, kita urus KTP-el dengan alamat baru: beberapa pertanyaan singkat, *gratis*. Silakan siapkan Kartu Keluarga yang baru dan KTP lama.
ktp-pindah-requirements = Untuk KTP-el pindah domisili: *Kartu Keluarga baru* dan *KTP lama*, yang diserahkan saat mengambil yang baru. Bila diurus orang lain: ditambah *{ -attorney }*.

ktp-pindah-consent = Sebelum mulai, mohon persetujuan Anda. Kami memakai NIK, nomor KK, foto KK dan KTP lama, akun chat ini, dan nomor telepon Anda *hanya* untuk memproses permohonan KTP-el. Pesan melewati aplikasi chat (server luar negeri); berkas disimpan di server kantor dan foto dihapus { $days } hari setelah selesai. Anda boleh meminta lihat, ubah, atau hapus data kapan saja: ketik *data saya*.
ktp-pindah-consent-help = Tanpa persetujuan, permohonan tidak dapat diproses lewat chat. Pilih *Selengkapnya* untuk membaca rinciannya, atau *Tidak setuju* bila ingin mengurus langsung di kelurahan.
ktp-pindah-consent-more = *Rincian pemakaian data* (consent-jakarta-pindah-2026-11)
    • Penanggung jawab: { $office }
    • Dasar: pelayanan publik (UU 27/2022 Pasal 20), dan persetujuan Anda untuk melayani lewat chat
    • Data: NIK, nomor KK, foto KK dan KTP lama, nama, kota asal, nomor telepon, akun chat; hanya yang diperlukan
    • Yang melihat: petugas pemroses; setiap pembukaan foto tercatat
    • Disimpan: foto { $days } hari setelah selesai, riwayat chat 1 tahun, catatan persetujuan 5 tahun
    • Hak Anda: melihat, memperbaiki, membatasi, menghapus, dan menarik persetujuan; kami jawab paling lambat 3×24 jam. Ketik *data saya*
    • Kontak: { $contact }
    Menolak tidak mengurangi hak Anda: permohonan tetap dapat diurus di kelurahan.

ktp-pindah-applicant = KTP siapa yang perlu dicetak?
ktp-pindah-applicant-help = Pilih *Milik saya* bila KTP Anda sendiri. Bila milik keluarga atau orang lain, kami juga memerlukan nama Anda dan { -attorney } dari pemiliknya.
ktp-pindah-applicant-label = Pemilik KTP
ktp-pindah-applicant-self = Milik saya
ktp-pindah-applicant-self-words = saya, saya sendiri, sendiri, diri sendiri, punya saya, punya gue, gue, iya saya
ktp-pindah-applicant-other = Milik orang lain
ktp-pindah-applicant-other-words = orang lain, mertua, mertua saya, majikan, punyanya ibu, punya mertua, punya nenek, punya kakek, milik ibu, milik ibu saya, milik bapak, milik bapak saya, milik istri, milik istri saya, milik suami, milik suami saya, milik anak, milik anak saya, milik orang tua, milik kakak, milik adik, anak, istri, suami, ayah, orang tua, keluarga, nenek, kakek, teman, saudara, mewakili, bukan saya, ibu, ibu saya, bapak, bapak saya, nyokap, bokap, punya ibu, punya bapak, punya orang tua, punya anak, punya suami, punya istri, punya kakak, punya adik, buat ibu, buat bapak, buat orang tua, buat anak, buat suami, buat istri, buat kakak, buat adik, untuk ibu, untuk bapak, untuk orang tua, untuk anak, untuk suami, untuk istri, untuk kakak, untuk adik, orang tua saya, anak saya, suami saya, istri saya, kakak saya, adik saya
ktp-pindah-proxy-name = Mohon ketik nama lengkap *Anda*, sebagai orang yang menguruskan.
ktp-pindah-proxy-name-help = Yang kami perlukan di sini nama Anda sendiri, misalnya *Siti Aminah*. Nama pemilik KTP kami tanyakan sesudahnya.
ktp-pindah-proxy-name-label = Yang menguruskan
ktp-pindah-attorney = Mohon kirim foto atau PDF *Surat Kuasa (formulir F-1.07)* yang sudah diisi, bermeterai Rp10.000, dan ditandatangani pemilik KTP serta Anda.
ktp-pindah-attorney-help = Letakkan surat di meja yang terang, seluruh lembarnya terlihat, lalu foto dari atas. Bila pemilik tidak dapat tanda tangan, ketik *petugas*. Bila suratnya belum ada, pilih *Belum punya*.
ktp-pindah-attorney-help-words = tanda tangan, tanda tangannya, tandatangan, ttd, materai, meterai, sakit, stroke, lumpuh, tidak bisa jalan, tidak bisa tulis, cap jempol
ktp-pindah-attorney-label = Surat Kuasa
ktp-pindah-attorney-later = Belum punya
ktp-pindah-attorney-later-words = belum ada, belum ada surat, belum punya surat, belum, nanti, tidak punya, gak punya, blm ada, blm punya
ktp-pindah-attorney-later-told = Tidak apa-apa. Formulir F-1.07 dapat diambil di kelurahan. Isi datanya, tempel meterai Rp10.000, lalu kedua pihak menandatangani.
    Chat ini menunggu: kirim fotonya kapan pun siap. Jawaban Anda tersimpan { $days } hari.

ktp-pindah-new-kk = Apakah Kartu Keluarga Anda *sudah beralamat baru* di Jakarta?
ktp-pindah-new-kk-help = Alamat ada di bagian atas Kartu Keluarga. KTP-el mengikuti alamat itu, jadi Kartu Keluarga diurus lebih dahulu.
ktp-pindah-new-kk-label = KK beralamat baru
ktp-pindah-new-kk-yes = Sudah
ktp-pindah-new-kk-yes-words = ya, iya, udah, sudah baru, sudah diganti, sampun
ktp-pindah-new-kk-no = Belum
ktp-pindah-new-kk-no-words = tidak, baru lapor, baru lapor rt, baru urus, lagi diurus, masih diurus, sedang diurus, masih proses, belum diganti, blm, masih alamat lama
ktp-pindah-kk-first = KTP-el mengikuti alamat Kartu Keluarga, jadi kepindahannya dicatat dahulu. Petugas akan membantu menunjukkan jalannya.
ktp-pindah-kk-first-help = Langkah ini memerlukan bantuan petugas. Bila Kartu Keluarga baru sudah ada, ketik *kembali*.

ktp-pindah-nik = Mohon ketik *NIK* pemilik KTP (16 angka). Ada di Kartu Keluarga atau fotokopi KTP. Contoh: 3174 0112 0385 9901
ktp-pindah-nik-help = NIK terdiri dari 16 angka, misalnya 3174 0112 0385 9901. Silakan cari di Kartu Keluarga, akta, kartu BPJS, atau fotokopi KTP.
ktp-pindah-nik-label = NIK
ktp-pindah-name = Mohon ketik *nama lengkap* pemilik KTP, seperti tertulis di Kartu Keluarga.
ktp-pindah-name-help = Tulis namanya saja dengan huruf, misalnya *Siti Aminah*.
ktp-pindah-name-label = Nama
ktp-pindah-kk = Mohon ketik *nomor Kartu Keluarga* yang baru (16 angka), yang tercetak di bawah judul KARTU KELUARGA.
ktp-pindah-kk-help = Nomor KK ada di bagian paling atas Kartu Keluarga dan berbeda dari NIK, misalnya 3174 0112 0326 9901.
ktp-pindah-kk-label = Nomor KK
ktp-pindah-kk-label-words = kk, no kk, nomor kartu keluarga
ktp-pindah-kk-copy = Mohon kirim foto *Kartu Keluarga*: seluruh lembar terlihat, tulisan terbaca, tanpa pantulan lampu.
ktp-pindah-kk-copy-help = Letakkan Kartu Keluarga di meja yang terang, lalu foto seluruh lembarnya dari atas, atau kirim PDF-nya. Bila belum ada, pilih *Belum punya*.
ktp-pindah-kk-copy-label = Foto KK
ktp-pindah-kk-copy-later = Belum punya
ktp-pindah-kk-copy-later-words = belum ada, belum, nanti, tidak punya, gak punya, blm ada, blm punya, kk nya di rumah
ktp-pindah-kk-copy-later-told = Tidak apa-apa. Fotokopi Kartu Keluarga dapat diminta di kelurahan, *gratis*.
    Chat ini menunggu: kirim fotonya kapan pun siap. Jawaban Anda tersimpan { $days } hari.
ktp-pindah-origin = Dari *kabupaten atau kota* mana pindahnya? Mohon ketik namanya, misalnya *Bekasi*.
ktp-pindah-origin-help = Ketik nama kabupaten atau kota asalnya saja, misalnya *Kota Bekasi*; salah ketik sedikit tidak apa-apa.
ktp-pindah-origin-label = Pindah dari
ktp-pindah-old-card = Apakah KTP yang lama *masih ada*?
ktp-pindah-old-card-help = KTP lama diserahkan saat mengambil yang baru. Bila hilang, pilih *Tidak ada lagi*; petugas memberi tahu yang perlu dibawa.
ktp-pindah-old-card-label = KTP lama ada
ktp-pindah-old-card-yes = Masih ada
ktp-pindah-old-card-yes-words = ya, iya, ada, masih, punya, masih punya, ada kak
ktp-pindah-old-card-no = Tidak ada lagi
ktp-pindah-old-card-no-words = tidak, sudah diambil, sudah diambil kelurahan, diambil kelurahan, diambil petugas, ditarik, sudah ditarik, sudah diserahkan, sudah dibuang, dibuang, sudah dikembalikan, tidak ada, hilang, sudah hilang, gak ada, ga ada, tidak punya
ktp-pindah-card = Mohon kirim foto *KTP lama*, bagian depan. Letakkan di meja yang terang: seluruh kartu terlihat, tulisan terbaca.
ktp-pindah-card-help = Letakkan kartunya di meja yang terang, lalu foto bagian depannya dari atas, tanpa lampu kilat.
ktp-pindah-card-label = Foto KTP lama
ktp-pindah-hand-in = KTP lama *diserahkan* saat KTP-el baru diambil. Apakah Anda setuju?
ktp-pindah-hand-in-help = Kartu lama ditarik supaya tidak disalahgunakan. Pilih *Ya, saya setuju* untuk melanjutkan.
ktp-pindah-hand-in-help-words = boleh disimpan, disimpan saja, simpan sendiri, saya simpan saja, kenapa harus, kenapa diserahkan, kenapa ditarik, untuk apa, wajib
ktp-pindah-hand-in-label = KTP lama diserahkan
ktp-pindah-hand-in-refused = KTP-el baru hanya dapat diberikan bila yang lama diserahkan. Silakan pilih *Ya, saya setuju*, atau ketik *petugas* bila kartunya tidak ada lagi.
ktp-pindah-hand-in-yes-words = bawa, membawa, dibawa, serahkan, diserahkan, menyerahkan, kasih, dikasih, berikan, kembalikan, dikembalikan, mengembalikan, balikin, dibalikin, kumpulkan, siap
ktp-pindah-hand-in-gone-words = tidak ada, hilang, dibuang, terbuang, kebuang, dicuri, terbakar, hanyut, tidak punya, tidak saya simpan
ktp-pindah-hand-in-taken-words = ditarik, disita, diambil, sudah diserahkan, sudah diambil kelurahan
ktp-pindah-phone = Mohon ketik *nomor telepon* yang aktif, bila ingin dikabari lewat telepon juga.
ktp-pindah-phone-help = Misalnya 0812 3456 7890, atau bagikan kartu kontak. Pilih *Lewati* bila cukup lewat chat ini.
ktp-pindah-phone-label = Telepon
ktp-pindah-phone-label-words = hp, no hp, nomor hp, nomor telepon, telpon
ktp-pindah-pickup = Di *kecamatan* mana KTP-el akan diambil? Mohon ketik namanya, misalnya *Tebet*.
ktp-pindah-pickup-help = Ketik nama kecamatan atau kelurahannya saja; salah ketik sedikit tidak apa-apa. Sesudah itu Anda memilih hari dan jamnya.
ktp-pindah-pickup-label = Pengambilan
ktp-pindah-pickup-label-words = hari, harinya, jam, jamnya, tempat, tempatnya, ambil, ambilnya, diambil, pengambilan, jadwal, jadwal ambil, jadwalnya, tempat ambil
ktp-pindah-confirm = Apakah semuanya *benar* dan boleh kami kirim?
ktp-pindah-confirm-help = Pilih *Ya, kirim* untuk mengirim permohonan, *Ubah* untuk memperbaiki satu jawaban, atau *Batal*.

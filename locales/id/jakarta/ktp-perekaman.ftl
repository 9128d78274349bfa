### KTP-el pertama di Jakarta, sesudah perekaman.

ktp-perekaman-title = KTP setelah rekam
ktp-perekaman-title-words = setelah perekaman, sudah rekam, cetak ktp pertama, ktp baru, sudah perekaman
ktp-perekaman-intro = Baik, kita urus pencetakan KTP-el setelah perekaman: beberapa pertanyaan singkat, *gratis*. Silakan siapkan Kartu Keluarga.
ktp-perekaman-requirements = Untuk KTP-el setelah perekaman: *Kartu Keluarga* dan NIK. Perekaman foto, sidik jari, dan iris mata harus sudah dilakukan.

ktp-perekaman-consent = Sebelum mulai, mohon persetujuan Anda. Kami memakai NIK, nomor KK, foto KK, akun chat ini, dan nomor telepon Anda *hanya* untuk memproses permohonan KTP-el. Pesan melewati aplikasi chat (server luar negeri); berkas disimpan di server kantor dan foto dihapus { $days } hari setelah selesai. Anda boleh meminta lihat, ubah, atau hapus data kapan saja: ketik *data saya*.
ktp-perekaman-consent-help = Tanpa persetujuan, permohonan tidak dapat diproses lewat chat. Pilih *Selengkapnya* untuk membaca rinciannya, atau *Tidak setuju* bila ingin mengurus langsung di kelurahan.
ktp-perekaman-consent-more = *Rincian pemakaian data* (consent-jakarta-perekaman-2026-11)
    • Penanggung jawab: { $office }
    • Dasar: pelayanan publik (UU 27/2022 Pasal 20), dan persetujuan Anda untuk melayani lewat chat
    • Data: NIK, nomor KK, foto KK, nama, tanggal perekaman, nomor telepon, akun chat; hanya yang diperlukan
    • Yang melihat: petugas pemroses; setiap pembukaan foto tercatat
    • Disimpan: foto { $days } hari setelah selesai, riwayat chat 1 tahun, catatan persetujuan 5 tahun
    • Hak Anda: melihat, memperbaiki, membatasi, menghapus, dan menarik persetujuan; kami jawab paling lambat 3×24 jam. Ketik *data saya*
    • Kontak: { $contact }
    Menolak tidak mengurangi hak Anda: permohonan tetap dapat diurus di kelurahan.

ktp-perekaman-recorded = Apakah foto, sidik jari, dan iris mata Anda *sudah pernah direkam* untuk KTP-el?
ktp-perekaman-recorded-help = Perekaman dilakukan sekali, di kelurahan, kecamatan, sekolah, atau mobil layanan. Bila ragu, pilih *Belum pernah*; petugas memeriksanya.
ktp-perekaman-recorded-label = Perekaman
ktp-perekaman-recorded-yes = Sudah direkam
ktp-perekaman-recorded-yes-words = sudah, ya, iya, udah, sudah pernah, sudah rekam, udah rekam
ktp-perekaman-recorded-no = Belum pernah
ktp-perekaman-recorded-no-words = belum, tidak, blm, belum rekam, belum direkam, tidak pernah, ragu
ktp-perekaman-not-recorded = KTP-el pertama memerlukan perekaman foto, sidik jari, dan iris mata, jadi perlu datang ke kelurahan dengan membawa Kartu Keluarga. Sesudah itu pencetakannya bisa lewat chat ini.
ktp-perekaman-not-recorded-help = Langkah ini memerlukan bantuan petugas. Bila sudah pernah direkam, ketik *kembali*.

ktp-perekaman-nik = Mohon ketik *NIK* pemilik KTP (16 angka). Ada di Kartu Keluarga atau fotokopi KTP. Contoh: 3174 0112 0385 9901
ktp-perekaman-nik-help = NIK terdiri dari 16 angka, misalnya 3174 0112 0385 9901. Silakan cari di Kartu Keluarga, akta, kartu BPJS, atau fotokopi KTP.
ktp-perekaman-nik-label = NIK
ktp-perekaman-name = Mohon ketik *nama lengkap* pemilik KTP, seperti tertulis di Kartu Keluarga.
ktp-perekaman-name-help = Tulis namanya saja dengan huruf, misalnya *Siti Aminah*.
ktp-perekaman-name-label = Nama
ktp-perekaman-recorded-on = Tanggal berapa perekamannya? Kira-kira boleh, misalnya *12 Mei 2026* atau *3 minggu lalu*.
ktp-perekaman-recorded-on-help = Tanggal membantu petugas menemukan rekaman Anda, misalnya *12 Mei 2026*. Pilih *Lewati* bila tidak ingat.
ktp-perekaman-recorded-on-label = Tanggal perekaman
ktp-perekaman-recorded-on-label-words = tanggal, tanggalnya, tgl, tglnya, rekamnya
ktp-perekaman-kk = Mohon ketik *nomor Kartu Keluarga* (16 angka), yang tercetak di bawah judul KARTU KELUARGA.
ktp-perekaman-kk-help = Nomor KK ada di bagian paling atas Kartu Keluarga dan berbeda dari NIK. Bila sulit dibaca, pilih *Belum tahu*.
ktp-perekaman-kk-help-words = kk hilang, kk saya hilang, ikut hilang, hilang juga, juga hilang, ketinggalan, di kampung, sama dengan nik, sama seperti nik, bedanya
ktp-perekaman-kk-label = Nomor KK
ktp-perekaman-kk-label-words = kk, no kk, nomor kartu keluarga
ktp-perekaman-kk-without = Belum tahu
ktp-perekaman-kk-without-words = belum, tidak tahu, gak tau, ga tau, nggak tahu, lupa, tidak hafal, blm tau, tidak ingat
ktp-perekaman-kk-copy = Mohon kirim foto *Kartu Keluarga*: seluruh lembar terlihat, tulisan terbaca, tanpa pantulan lampu.
ktp-perekaman-kk-copy-help = Letakkan Kartu Keluarga di meja yang terang, lalu foto seluruh lembarnya dari atas, atau kirim PDF-nya. Bila belum ada, pilih *Belum punya*.
ktp-perekaman-kk-copy-label = Foto KK
ktp-perekaman-kk-copy-later = Belum punya
ktp-perekaman-kk-copy-later-words = belum ada, belum, nanti, tidak punya, gak punya, blm ada, blm punya, kk nya di rumah
ktp-perekaman-kk-copy-later-told = Tidak apa-apa. Fotokopi Kartu Keluarga dapat diminta di kelurahan, *gratis*.
    Chat ini menunggu: kirim fotonya kapan pun siap. Jawaban Anda tersimpan { $days } hari.
ktp-perekaman-phone = Mohon ketik *nomor telepon* yang aktif, bila ingin dikabari lewat telepon juga.
ktp-perekaman-phone-help = Misalnya 0812 3456 7890, atau bagikan kartu kontak. Pilih *Lewati* bila cukup lewat chat ini.
ktp-perekaman-phone-label = Telepon
ktp-perekaman-phone-label-words = hp, no hp, nomor hp, nomor telepon, telpon
ktp-perekaman-pickup = Di *kecamatan* mana KTP-el akan diambil? Mohon ketik namanya, misalnya *Tebet*.
ktp-perekaman-pickup-help = Ketik nama kecamatan atau kelurahannya saja; salah ketik sedikit tidak apa-apa. Sesudah itu Anda memilih hari dan jamnya.
ktp-perekaman-pickup-label = Pengambilan
ktp-perekaman-pickup-label-words = hari, harinya, jam, jamnya, tempat, tempatnya, ambil, ambilnya, diambil, pengambilan, jadwal, jadwal ambil, jadwalnya, tempat ambil
ktp-perekaman-confirm = Apakah semuanya *benar* dan boleh kami kirim?
ktp-perekaman-confirm-help = Pilih *Ya, kirim* untuk mengirim permohonan, *Ubah* untuk memperbaiki satu jawaban, atau *Batal*.

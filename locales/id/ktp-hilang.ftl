### KTP-el hilang. Kunci: ktp-hilang-<pertanyaan>, lalu -help, -label, -<pilihan>, -without, -later, -later-told.

ktp-hilang-title = KTP hilang
ktp-hilang-title-words = ktp ilang, kehilangan ktp, hilang, urus ktp hilang
ktp-hilang-intro = Baik, kita urus KTP-el yang hilang: beberapa pertanyaan singkat, sekitar 5 menit, *gratis*. Siapkan surat kehilangan dari polisi dan Kartu Keluarga bila ada.
ktp-hilang-requirements = Untuk KTP-el hilang: *Surat Keterangan Hilang dari Kepolisian*, NIK, dan nomor Kartu Keluarga. Formulir F-1.02 diisi dari jawaban Anda di sini. Bila diurus orang lain: ditambah *{ -attorney }*.

## Persetujuan, versi consent-2026-11. Mengubah isinya berarti versi baru di service.toml.

ktp-hilang-consent = Sebelum mulai, mohon persetujuan Anda. Kami memakai NIK, nomor KK, foto surat, akun chat ini, dan e-mail Anda *hanya* untuk memproses permohonan KTP-el. Pesan melewati aplikasi chat (server luar negeri); berkas disimpan di server kantor dan foto dihapus { $days } hari setelah selesai. Anda boleh meminta lihat, ubah, atau hapus data kapan saja: ketik *data saya*.
ktp-hilang-consent-help = Tanpa persetujuan, permohonan tidak dapat diproses lewat chat. Pilih *Selengkapnya* untuk membaca rinciannya, atau *Tidak setuju* bila ingin mengurus langsung di kantor.
ktp-hilang-consent-more = *Rincian pemakaian data* (consent-2026-11)
    • Penanggung jawab: { $office }
    • Dasar: pelayanan publik (UU 27/2022 Pasal 20), dan persetujuan Anda untuk melayani lewat chat
    • Data: nama, NIK, nomor KK, foto surat, e-mail, akun chat; hanya yang diminta formulir
    • Yang melihat: petugas pemroses; setiap pembukaan foto tercatat
    • Disimpan: foto { $days } hari setelah selesai, riwayat chat 1 tahun, catatan persetujuan 5 tahun
    • Hak Anda: melihat, memperbaiki, membatasi, menghapus, dan menarik persetujuan; kami jawab paling lambat 3×24 jam. Ketik *data saya*
    • Kontak: { $contact }
    Menolak tidak mengurangi hak Anda: permohonan tetap dapat diurus di kantor.

## Siapa yang mengurus

ktp-hilang-applicant = KTP siapa yang hilang?
ktp-hilang-applicant-help = Pilih *Milik saya* bila KTP Anda sendiri yang hilang. Bila milik keluarga atau orang lain, kami juga memerlukan nama Anda dan { -attorney } dari pemiliknya.
ktp-hilang-applicant-label = KTP
ktp-hilang-applicant-self = Milik saya
ktp-hilang-applicant-self-words = saya, milik saya sendiri, punya saya sendiri, duwen tiang, duwen tiang padidi, saya sendiri, sendiri, diri sendiri, punya saya, saya kak, saya pak, saya bu, saya min, saya ya, iya saya
ktp-hilang-applicant-other = Milik orang lain
ktp-hilang-applicant-other-words = orang lain, milik ibu, milik ibu saya, milik bapak, milik bapak saya, milik istri, milik istri saya, milik suami, milik suami saya, milik anak, milik anak saya, milik orang tua, milik kakak, milik adik, mertua, mertua saya, majikan, bos saya, anak, istri, suami, ayah, orang tua, keluarga, nenek, kakek, teman, saudara, mewakili, bukan saya, ibu, ibu saya, bapak, bapak saya, kakak saya, adik saya, punya ibu, punya bapak, punya orang tua, punya anak, punya suami, punya istri, punya kakak, punya adik, buat ibu, buat bapak, buat orang tua, buat anak, buat suami, buat istri, buat kakak, buat adik, untuk ibu, untuk bapak, untuk orang tua, untuk anak, untuk suami, untuk istri, untuk kakak, untuk adik, orang tua saya, anak saya, suami saya, istri saya

ktp-hilang-proxy-name = Mohon ketik nama lengkap *Anda*, sebagai orang yang menguruskan.
ktp-hilang-proxy-name-help = Yang kami perlukan di sini nama Anda sendiri, seperti tertulis di KTP Anda. Nama pemilik KTP yang hilang kami tanyakan sesudahnya.
ktp-hilang-proxy-name-label = Yang menguruskan

ktp-hilang-attorney = Mohon kirim foto atau PDF *Surat Kuasa (formulir F-1.07)* yang sudah diisi, bermeterai Rp10.000, dan ditandatangani pemilik KTP serta Anda.
ktp-hilang-attorney-help = Letakkan surat di meja yang terang, seluruh lembarnya terlihat dan tulisannya terbaca, lalu foto dari atas. Bila pemilik tidak dapat tanda tangan, ketik *petugas*. Bila suratnya belum ada, pilih *Belum punya*.
ktp-hilang-attorney-help-words = tanda tangan, tanda tangannya, tandatangan, ttd, materai, meterai, sakit, stroke, lumpuh, tidak bisa jalan, tidak bisa tulis, cap jempol
ktp-hilang-attorney-label = Surat Kuasa
ktp-hilang-attorney-later = Belum punya
ktp-hilang-attorney-later-words = belum ada, belum ada surat, belum punya surat, suratnya belum ada, belum, nanti, tidak punya, gak punya, blm ada, blm punya
ktp-hilang-attorney-later-told = Tidak apa-apa. Formulir F-1.07 dapat diambil di loket desa/kelurahan, kantor camat, atau Disdukcapil, atau diunduh di disdukcapil.bulelengkab.go.id.
    Isi data pemberi dan penerima kuasa, tempel meterai Rp10.000 di kotak pemberi kuasa, lalu keduanya tanda tangan.
    Chat ini menunggu: kirim fotonya kapan pun siap. Jawaban Anda tersimpan { $days } hari.

## Pemilik KTP

ktp-hilang-nik = Mohon ketik *NIK* pemilik KTP (16 angka). Ada di Kartu Keluarga atau fotokopi KTP lama. Contoh: 5108 0641 0790 9901
ktp-hilang-nik-help = NIK terdiri dari 16 angka, misalnya 5108 0641 0790 9901. Carilah di Kartu Keluarga, akta, kartu BPJS, atau fotokopi KTP. Bila tidak ketemu, ketik *petugas* di obrolan.
ktp-hilang-nik-label = NIK

ktp-hilang-married = Menurut NIK-nya, pemilik KTP belum berusia 17 tahun. Apakah sudah atau pernah kawin?
ktp-hilang-married-help = KTP-el diberikan mulai usia 17 tahun, atau lebih muda bila sudah atau pernah kawin. Bila NIK-nya yang keliru, ketik *kembali*.
ktp-hilang-married-label = Status kawin
ktp-hilang-married-label-words = kawin, nikah, menikah
ktp-hilang-married-yes = Sudah/pernah kawin
ktp-hilang-married-yes-words = sudah, ya, iya, pernah, sudah kawin, sudah menikah, menikah, kawin, sampun
ktp-hilang-married-no = Belum kawin
ktp-hilang-married-no-words = belum, tidak, belum menikah, blm, lajang, durung

ktp-hilang-too-young = KTP-el diberikan mulai usia 17 tahun, atau bila sudah kawin. Petugas akan membantu mencarikan jalan yang tepat, misalnya Kartu Identitas Anak (KIA).
ktp-hilang-too-young-help = Permohonan ini memerlukan bantuan petugas. Bila NIK-nya yang keliru, ketik *kembali*.

ktp-hilang-name = Mohon ketik *nama lengkap* pemilik KTP, seperti tertulis di Kartu Keluarga.
ktp-hilang-name-help = Tulis namanya saja dengan huruf, misalnya *Ni Luh Ayu Lestari*. Singkatan boleh bila di Kartu Keluarga memang disingkat.
ktp-hilang-name-label = Nama

ktp-hilang-kk = Mohon ketik *nomor Kartu Keluarga* (16 angka), yang tercetak di bawah judul KARTU KELUARGA.
ktp-hilang-kk-help = Nomor KK ada di bagian paling atas Kartu Keluarga dan berbeda dari NIK. Bila tidak ada KK di dekat Anda, pilih *Belum tahu*; petugas yang mencarikan.
ktp-hilang-kk-help-words = kk hilang, kk saya hilang, ikut hilang, hilang juga, juga hilang, ketinggalan, di kampung, sama dengan nik, sama seperti nik, bedanya
ktp-hilang-kk-label = Nomor KK
ktp-hilang-kk-label-words = kk, no kk, nomor kartu keluarga
ktp-hilang-kk-without = Belum tahu
ktp-hilang-kk-without-words = belum, tidak tahu, gak tau, ga tau, nggak tahu, lupa, tidak hafal, blm tau, tidak ada, tidak ingat

## Surat polisi

ktp-hilang-police-letter = Mohon kirim foto *Surat Keterangan Hilang dari Kepolisian*. Letakkan di meja yang terang: seluruh lembar terlihat, tulisan terbaca, tanpa pantulan lampu.
ktp-hilang-police-letter-help = Yang diperlukan surat dari polisi (Polsek atau Polres), bukan dari desa. Foto seluruh lembarnya dari atas, atau kirim PDF-nya; surat yang robek atau lewat masa berlakunya diperiksa petugas. Bila suratnya belum ada, pilih *Belum punya*.
ktp-hilang-police-letter-help-words = polsek, polres, kantor polisi, spkt, lapor polisi, lapor ke polisi, harus lapor, kedaluwarsa, kadaluarsa, kadaluwarsa, expired, surat sobek, suratnya sobek, surat robek, suratnya robek, sobek, robek, surat desa, dari desa, kepala desa, kades, lurah, suratnya dibuat di mana
ktp-hilang-police-letter-label = Surat polisi
ktp-hilang-police-letter-later = Belum punya
ktp-hilang-police-letter-later-words = belum ada, belum ada surat, belum punya surat, suratnya belum ada, belum, nanti, tidak punya, gak punya, blm ada, blm punya, belum buat
ktp-hilang-police-letter-later-told = Tidak apa-apa. Surat itu dibuat *gratis* di Polsek atau Polres terdekat, bagian SPKT. Sampaikan bahwa KTP-el Anda hilang dan mohon disebut di suratnya.
    Chat ini menunggu: kirim fotonya kapan pun siap. Jawaban Anda tersimpan { $days } hari.

## Pemberitahuan dan pengambilan

ktp-hilang-email = Mohon ketik alamat *e-mail* yang aktif untuk menerima pemberitahuan.
ktp-hilang-email-help = Bentuknya nama@contoh.com, tanpa spasi. Bila tidak memakai e-mail, pilih *Tidak punya e-mail*; kabar tetap kami kirim lewat chat ini.
ktp-hilang-email-help-words = lewat wa, pakai wa, nomor wa, whatsapp, lewat chat, email suami, email istri, email anak, email orang lain, email teman
ktp-hilang-email-label = E-mail
ktp-hilang-email-without = Tidak punya e-mail
ktp-hilang-email-without-words = tidak punya, tidak ada, gak punya, ga ada, ga punya email, tidak punya email, belum punya, tanpa email, tidak usah, gak usah, tidak perlu, tidak pakai, tidak pakai email, tidak pernah pakai email

ktp-hilang-pickup = Di mana KTP-el akan diambil?
ktp-hilang-pickup-help = Di kantor Disdukcapil Singaraja, atau di loket desa/kelurahan yang lebih dekat dengan Anda. Keduanya tanpa biaya.
ktp-hilang-pickup-label = Ambil di
ktp-hilang-pickup-office = Kantor Disdukcapil
ktp-hilang-pickup-office-words = kantor, dinas, singaraja, disdukcapil, dukcapil, capil
ktp-hilang-pickup-village = Loket desa/kelurahan
ktp-hilang-pickup-village-words = desa, kelurahan, loket, loket desa, kantor desa, lurah

ktp-hilang-village = Mohon ketik nama *desa atau kelurahan* tempat mengambilnya, misalnya Banyuning.
ktp-hilang-village-help = Ketik nama desa atau kelurahannya saja; salah ketik sedikit tidak apa-apa. Bila ragu, ketik nama kecamatannya.
ktp-hilang-village-label = Desa/kelurahan

ktp-hilang-confirm = Apakah semuanya *benar* dan boleh kami kirim?
ktp-hilang-confirm-help = Pilih *Ya, kirim* untuk mengirim permohonan, *Ubah* untuk memperbaiki satu jawaban, atau *Batal*.

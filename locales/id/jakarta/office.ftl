### Kalimat kantor Jakarta yang berbeda dari kalimat bersama.

sys-receipt = Terima kasih. Permohonan Anda *kami terima*.
    Nomor: *{ $ticket }*
    Terkirim: { $time }
    Petugas memeriksa kelengkapan pada jam kerja. Kami kabari lewat chat ini.
sys-forms = Permohonan diisi dari jawaban Anda, jadi tidak perlu formulir. Formulir F-1.07 (Surat Kuasa) kosong dapat diambil di { $address }.
case-ready = Kabar baik! Permohonan *{ $ticket }* *siap diambil*.
    Nomor antrean: *{ $queue }*
    Tempat: { $place }
    Waktu: { $date }, { $hours }
    Bawa: nomor antrean ini, Kartu Keluarga, dan KTP lama bila rusak. Tidak dipungut biaya.
faq-requirements = KTP-el hilang: *surat kehilangan polisi* dan *Kartu Keluarga*. KTP-el rusak: cukup *KTP yang rusak*. Setelah perekaman: *Kartu Keluarga*. Pindah: *Kartu Keluarga baru* dan *KTP lama*. Bila diurus orang lain: ditambah *{ -attorney }*.
faq-represent = Boleh diwakilkan, dengan *{ -attorney }* bermeterai Rp10.000 dari pemilik KTP. Mulailah permohonan seperti biasa; nanti kami tanyakan KTP siapa.
faq-duration = Kartu dapat diambil pada hari yang Anda pilih sendiri di akhir permohonan. Kami kabari lewat chat ini bila sudah siap.
faq-pickup = Tempat, hari, dan jam pengambilan Anda pilih sendiri di akhir permohonan. Jam pengambilan: { $hours }. Mohon bawa nomor antrean dan Kartu Keluarga.
# Kantor ini tidak mengumumkan nomor telepon: yang disebut hanya jalan yang memang ada.
faq-hours = Jam layanan: *{ $hours }*
    Alamat: { $address }
    Situs web: { $phone }
faq-complaint = Mohon maaf atas pengalaman Anda. Aduan dapat disampaikan melalui:
    • Meja Aduan dan Kotak Saran: { $address }
    • Situs web: { $website }
    • Facebook: { $facebook }
    • { -lapor }: pengaduan, aspirasi, permintaan informasi
    Atau ceritakan di sini kepada petugas: apa yang terjadi, kapan, dan di mana.

### Layanan karangan untuk uji: nilai yang dihitung, dan akhir tanpa permohonan.

santunan-title = Santunan keluarga
santunan-title-words = santunan
santunan-intro = Baik, kita urus santunan keluarga: beberapa pertanyaan singkat.
santunan-requirements = Untuk santunan keluarga: nama, tanggal lahir, dan pengeluaran sebulan.

santunan-consent = Sebelum mulai, mohon persetujuan Anda. Data dipakai *hanya* untuk santunan ini; foto dihapus { $days } hari setelah selesai.
santunan-consent-help = Tanpa persetujuan, permohonan tidak dapat diproses lewat chat.
santunan-consent-more = *Rincian pemakaian data*
    • Penanggung jawab: { $office }
    • Disimpan: foto { $days } hari setelah selesai
    • Kontak: { $contact }

santunan-recorded = Apakah keluarga Anda sudah didata?
santunan-recorded-help = Pendataan dilakukan kepala lingkungan setiap tahun.
santunan-recorded-label = Sudah didata
santunan-not-yet = Santunan hanya untuk keluarga yang sudah didata. Silakan minta pendataan kepada kepala lingkungan; di sini belum ada yang dikirim.
santunan-not-yet-help = Bila keluarga Anda sudah didata, ketik *kembali*.

santunan-name = Mohon ketik nama lengkap Anda.
santunan-name-help = Nama seperti tertulis di KTP Anda.
santunan-name-label = Nama
santunan-born = Tanggal berapa Anda lahir?
santunan-born-help = Misalnya 12 Mei 1990.
santunan-born-label = Lahir
santunan-guardian = Anda belum 17 tahun: siapa nama wali Anda?
santunan-guardian-help = Nama lengkap orang tua atau wali.
santunan-guardian-label = Wali
santunan-wage = Berapa penghasilan sebulan?
santunan-wage-help = Jumlah dalam rupiah, misalnya 2 juta.
santunan-wage-label = Penghasilan
santunan-rent = Berapa sewa rumah sebulan?
santunan-rent-help = Jumlah dalam rupiah, misalnya 500rb.
santunan-rent-label = Sewa
santunan-child = Apakah ada anak?
santunan-child-more = Apakah masih ada anak lain?
santunan-child-help = Anak yang tinggal serumah.
santunan-child-name = Siapa nama anak itu?
santunan-child-name-help = Nama lengkapnya.
santunan-child-name-label = Nama anak
santunan-support = Berapa biaya sekolahnya sebulan?
santunan-support-help = Jumlah dalam rupiah, misalnya 50rb.
santunan-support-label = Biaya sekolah
santunan-crowded = Apakah anak-anak berbagi satu kamar?
santunan-crowded-help = Jawab ya atau tidak.
santunan-crowded-label = Berbagi kamar
santunan-phone = Nomor telepon berapa yang dapat dihubungi?
santunan-phone-help = Misalnya 0812 3456 7890.
santunan-phone-label = Telepon
santunan-confirm = Sudah benar semua?
santunan-confirm-help = Pilih *Kirim* bila benar.

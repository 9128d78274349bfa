# Halaman sekali pakai untuk data pribadi.

page-fill = Isi { $what }
page-fill-photos = Kirim foto: { $what }
page-lead = Halaman ini milik kantor kami. Isian Anda terkirim langsung ke kantor dan tidak tampil di obrolan.
page-privacy = Data hanya dipakai untuk permohonan Anda. Tautan ini berlaku satu jam dan hanya untuk satu pertanyaan.
page-number-hint = 16 angka, boleh dengan spasi
page-count = { $n } dari 16 angka
page-person = Butuh bantuan? Silakan kembali ke obrolan dan ketik *petugas*.
page-send = Kirim
page-again = Isian ini belum dapat kami terima. Silakan periksa kembali.
page-suggestion = Mungkin maksud Anda nomor di bawah ini. Silakan periksa, lalu ketuk *Kirim*.
page-photos-lead = { $max ->
    [1] Silakan ambil atau pilih satu foto atau PDF.
   *[other] Silakan ambil atau pilih foto atau PDF, paling banyak { $max }.
}
page-camera = Ambil foto
page-choose = Pilih dari ponsel
page-upload = Unggah
page-none = { $min ->
    [1] Belum ada foto yang dapat dibuka. Silakan tambahkan fotonya.
   *[other] Masih kurang. Silakan tambahkan foto sampai ada { $min }.
}
page-file = Foto { $n }
page-file-good = Jelas terbaca
page-file-partly = Baru terkirim { $percent }%. Silakan pilih foto yang sama untuk melanjutkan.
page-remove = Hapus
page-remove-file = Hapus foto { $n }
page-send-photos = { $count ->
    [1] Kirim foto ini
   *[other] Kirim { $count } foto
}
page-send-anyway = Foto yang belum jelas boleh diganti, atau dikirim apa adanya.
page-enough = Jumlah foto sudah cukup. Hapus satu bila ingin menggantinya.
page-too-large = Berkasnya terlalu besar. Silakan ambil foto dengan kamera ponsel, paling besar { $mb } MB.
page-broken = Foto belum terkirim. Silakan coba lagi.
page-working = Mengirim …
page-judging = Memeriksa foto …
page-waiting = Sambungan terputus. Pengiriman dilanjutkan begitu sambungan kembali.
page-offline = Ponsel sedang tidak tersambung ke internet. Isian Anda tetap ada di sini; silakan kirim setelah tersambung.
page-done = Terima kasih, sudah kami terima
page-done-next = Silakan tutup halaman ini dan kembali ke obrolan. Percakapan berlanjut di sana.
page-over = Tautan ini sudah tidak berlaku
page-over-next = Demi keamanan, tautan hanya berlaku sebentar dan untuk satu isian. Silakan kembali ke obrolan dan ketik *ulangi*; kami kirim tautan baru bila masih diperlukan.
page-staff = Petugas sedang membantu Anda
page-staff-next = Silakan kembali ke obrolan dan lanjutkan dengan petugas di sana.
page-fault = Halaman ini sedang terganggu
page-fault-next = Silakan coba lagi beberapa saat lagi. Yang sudah Anda jawab di obrolan tetap tersimpan.

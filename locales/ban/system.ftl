### Basa Bali: salam, suksma, miwah menu. Teks lianan (persetujuan, pitaken, surat) tetep nganggen bahasa Indonesia, santukan
### teks hukum nenten dados katerjemahang. Wangun: basa Bali alus, kata-kata sane ketah kaanggen ring Buleleng.

# Bahasa ini hanya memiliki sebagian teks; sisanya diambil dari bahasa Indonesia.
-partial = wantah salam, suksma, miwah menu

## Salam dan menu

sys-greeting-morning = Rahajeng semeng
sys-greeting-noon = Rahajeng tengai
sys-greeting-afternoon = Rahajeng sanja
sys-greeting-evening = Rahajeng wengi
sys-hello = Om Swastyastu. { $greeting }, Bapak/Ibu. Tiang *Sapa*, asisten otomatis { $office }. Sami layanan driki *gratis*.
sys-menu = Napi sane jagi uruang Bapak/Ibu? Durusang pilih, utawi tulis nganggen basa padidi.
sys-menu-during = Permohonan Bapak/Ibu durung puput. Durusang lanturang ring sor, utawi ketik *status*, *petugas*, utawi *batal*.
sys-greeted-during = Om Swastyastu, Bapak/Ibu. Ngiring lanturang.
sys-thanks = Suksma mewali. Tiang liang prasida ngwantu.
sys-not-understood = Ampura, tiang durung ngresep. Durusang pilih silih tunggil, utawi ketik *petugas* antuk mabebaosan sareng petugas.
sys-language-set = Inggih, salam miwah menu nganggen basa Bali. Pitaken miwah surat tetep nganggen bahasa Indonesia.

## Tombol

btn-open-menu = Cingak pilihan
btn-status = Cek status
btn-human = Bebaosan petugas
btn-language-ban = Basa Bali

### KTP-el ical: wantah murdanne, anggen menu. Sisanya bahasa Indonesia.

ktp-hilang-title = KTP ical
ktp-hilang-title-words = ktp ical, ktp ilang, ical, kaicalan ktp

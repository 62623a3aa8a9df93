// Names of seas and countries at points chosen by hand: [name, longitude, latitude, size].
export const SEAS: [string, number, number, number][] = [
  ['Mediterranean Sea', 18, 34.4, 14], ['Black Sea', 34.5, 43.3, 13], ['North Sea', 3.2, 56.3, 12.5], ['Atlantic Ocean', -32, 44, 15], ['Caspian Sea', 50.6, 42.2, 12.5],
  ['Norwegian Sea', 2, 66.5, 13], ['Barents Sea', 40, 72.5, 13], ['Baltic Sea', 19.6, 57.4, 11.5], ['Arabian Sea', 63, 17, 13], ['Persian Gulf', 51, 27.2, 11.5],
  ['Red Sea', 38, 20.5, 12], ['Pacific Ocean', -150, 35, 15], ['Pacific Ocean', 165, 30, 15], ['Arctic Ocean', -150, 82, 14], ['Indian Ocean', 75, -15, 15],
  ['Hudson Bay', -85, 60, 12], ['Sea of Okhotsk', 149, 54, 12], ['Bering Sea', -178, 58, 12], ['Gulf of Mexico', -90, 25, 12], ['Bay of Bengal', 89, 14, 12],
  ['Sea of Japan', 134, 40, 11.5], ['South China Sea', 114, 14, 12], ['Atlantic Ocean', -20, -20, 15],
];
export const LANDS: [string, number, number][] = [
  ['RUSSIA', 50, 57.5], ['UKRAINE', 31.5, 49.2], ['TURKEY', 34.5, 38.9], ['IRAN', 54.5, 32.4], ['SPAIN', -3.5, 39.4], ['FRANCE', 2.3, 46.6], ['GERMANY', 10, 50.8],
  ['POLAND', 19.4, 51.7], ['ITALY', 11.8, 43.6], ['ROMANIA', 24.8, 45.8], ['SWEDEN', 15.5, 62.5], ['FINLAND', 26, 63], ['NORWAY', 9.5, 61.8], ['ALGERIA', 2.5, 29],
  ['LIBYA', 17, 27.5], ['EGYPT', 29.5, 26.5], ['SAUDI ARABIA', 45, 24.5], ['IRAQ', 43.3, 33.2], ['KAZAKHSTAN', 66, 48.5], ['BELARUS', 28, 53.4], ['SYRIA', 38.6, 35],
  ['UNITED KINGDOM', -2.2, 53], ['GREECE', 22, 39.6], ['GREENLAND', -41, 72], ['CANADA', -105, 58], ['UNITED STATES', -99, 39.5], ['MEXICO', -103, 24], ['RUSSIA', 105, 62],
  ['CHINA', 103, 35], ['INDIA', 78.5, 22.5], ['JAPAN', 138, 36.5], ['MONGOLIA', 103, 47], ['BRAZIL', -53, -10], ['AUSTRALIA', 134, -25], ['ALASKA', -153, 65], ['ICELAND', -18.5, 65],
];

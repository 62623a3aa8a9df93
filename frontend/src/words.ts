// One formatter for numbers, times and units, and the words of the page in one place.
const THIN = '\u202f',
  MINUS = '−';

export const number = (value: number, digits = 0) =>
  (value < 0 && Math.abs(value) >= 0.5 * 10 ** -digits ? MINUS : '') +
  Math.abs(value).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const signed = (value: number, digits = 0) => (value > 0 ? '+' : MINUS) + Math.abs(value).toFixed(digits);
export const km = (value: number) => `${number(value)}${THIN}km`;
export const area = (km2: number) => number(km2 / 1e6, 2);
export const clock = (t: number) =>
  `${t < 0 ? MINUS : ''}${Math.floor(Math.abs(t) / 60)}:${String(Math.floor(Math.abs(t) % 60)).padStart(2, '0')}`;
export const degrees = (latitude: number, longitude: number) =>
  `${Math.abs(latitude).toFixed(2)}° ${latitude < 0 ? 'S' : 'N'}, ${Math.abs(longitude).toFixed(2)}° ${longitude < 0 ? 'W' : 'E'}`;
// A sign of a unit stands after a thin space, a word after a whole one; neither breaks.
export const withUnit = (value: string, unit: string) =>
  unit ? `${value}${/^\p{L}{4,}$/u.test(unit) ? '\u00a0' : THIN}${unit}` : value;
export const stepped = (value: number, step: number) => value.toFixed(step < 0.1 ? 2 : step < 1 ? 1 : 0);
export const title = (key: string) => {
  const text = key.replaceAll('-', ' ').replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
export const range = (low: number, high: number) => (low === high ? `${low}` : `${low}–${high}`);

export const REASONS: Record<string, string> = {
  'not-seen': 'no sensor sees it',
  'seen-too-late': 'no time for a shot',
  'no-track': 'seen, but never long enough for a track',
  'no-authority': 'no sensor’s word reaches the battery',
  'out-of-reach': 'no interceptor gets there',
  'too-low': 'only below the lowest intercept',
  'too-high': 'only above the highest intercept',
  'no-interceptor-left': 'no interceptor left',
  'channel-busy': 'all channels busy',
  'held-in-reserve': 'held in reserve',
};
export const QUESTIONS: Record<string, string> = {
  'who-is-covered': 'Whose capitals does this architecture cover, each threat alone?',
};
export const ASSUMPTIONS: Record<string, string> = {
  'command.track_s': 'Time for a firm track',
  'command.decide_s': 'Time to decide',
  'command.consult_s': 'Consultation',
  'command.launch_prepare_s': 'Time to launch',
  'command.latency_s': 'Link latency',
  'doctrine.looks': 'Looks',
  'doctrine.assess_s': 'Look between shots',
  'kill.reliability': 'Reliability',
  'kill.hit': 'Hit, one shot',
  'kill.hand_over': 'Hand-over',
  'kill.selection': 'Right object chosen',
  'kill.common_mode': 'Common failure',
};
export const assumptionName = (path: string) => {
  const battery = /^batteries\.([^.]+)\.(\w+)$/.exec(path);
  if (battery) return battery[2] === 'ready' ? `Interceptors, ${battery[1]}` : `Interceptor speed, ${battery[1]}`;
  const band = /^threats\..*\.rcs_(\w+)_m2$/.exec(path);
  if (band)
    return `Warhead to ${({ x: 'X-band', uhf: 'UHF', vhf: 'VHF' } as Record<string, string>)[band[1]] ?? band[1]} radars`;
  return ASSUMPTIONS[path] ?? title(path.split('.').pop() ?? path);
};

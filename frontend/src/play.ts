// A run that is played: flights, sightings and shots of a run folder, on one clock.
export interface Flight { id: string; name: string; aim: string; from: string; path: number[][]; burnout: number; end: number; seen: { sensor: string; from: number; to: number }[] }
export interface Shot { flight: string; launch: number; meet: number; path: number[][]; battery: string }
export interface Happening { t: number; kind: 'threat' | 'sensor' | 'interceptor' | 'unknown'; what: string; why: string; flight: string }
export interface Play { run: string; reading: string; flights: Flight[]; shots: Shot[]; events: Happening[]; end: number }

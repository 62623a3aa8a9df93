import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const OUT = here('../src/midcourse/web/static');

// The few static files that the globe asks for at run time; all come from the installed package.
const KEPT = {
  'cesium/Assets/IAU2006_XYS': 'Source/Assets/IAU2006_XYS',
  'cesium/Assets/Images': 'Source/Assets/Images',
  'cesium/Assets/approximateTerrainHeights.json': 'Source/Assets/approximateTerrainHeights.json',
  'cesium/Workers': 'Build/Workers',
};

export default defineConfig({
  base: './',
  define: { CESIUM_BASE_URL: JSON.stringify('./cesium/') },
  build: { outDir: OUT, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 8000 },
  plugins: [
    {
      name: 'globe-files',
      closeBundle() {
        for (const [to, from] of Object.entries(KEPT))
          cpSync(here('./node_modules/@cesium/engine/' + from), OUT + '/' + to, { recursive: true });
      },
    },
  ],
});

import { svelte, vitePreprocess } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The worker of maplibre-gl is a file of its own (no blob: the content security policy).
export default defineConfig({
  plugins: [svelte({ preprocess: vitePreprocess() })],
  optimizeDeps: { exclude: ["maplibre-gl"] },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    outDir: process.env.SEAWARDEN_PAGE ?? "../src/seawarden/web/page",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
  worker: { format: "es" },
});

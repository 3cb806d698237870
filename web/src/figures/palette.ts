// The colours of drawings: the same as the tokens in styles/tokens.css (a test compares them), as attributes, so that a
// drawing saved as a file keeps them.
export const palette = {
  ink: "#17222c",
  muted: "#56626d",
  line: "#cfd6dc",
  paper: "#ffffff",
  wash: "#f3f5f7",
  accent: "#0b5787",
  alert: "#b3261e",
  earlier: "#75828d",
  band: "#dde4ea",
} as const;

// Five steps, light to dark, one hue; readable in grey.
export const ramp = ["#e4edf3", "#b9d2e2", "#82aecb", "#4783ad", "#0b5787"] as const;

export const fontFamily = "'Noto Sans', 'Liberation Sans', Arial, sans-serif";

// Starts the site: who looks and in which language, then the shell.
import { render } from "preact";
import { Start } from "./shell/start.tsx";
import "../src/styles/tokens.css";
import "../src/styles/page.css";
import "../src/styles/parts.css";
import "./styles/shell.css";
import "./styles/controls.css";
import "../src/styles/print.css";
import "./styles/print.css";

const root = document.getElementById("page");
if (root) {
  root.replaceChildren();
  render(<Start />, root);
}

declare module "*.json?site" {
  const messages: Record<string, string>;
  export default messages;
}

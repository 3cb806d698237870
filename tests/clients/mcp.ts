// What a program with a language model does: connects, lists the tools, calls one, and hears of an error.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [address = "", token = ""] = process.argv.slice(2);

async function connected(headers: Record<string, string>): Promise<Client> {
  const client = new Client({ name: "tartip-test", version: "1.0.0" });
  await client.connect(new StreamableHTTPClientTransport(new URL(address), { requestInit: { headers } }));
  return client;
}

type Called = { isError?: boolean; content: { type: string; text: string }[]; structuredContent?: { sheets: { rows: unknown[][] }[] } };
async function called(client: Client, name: string, args: Record<string, unknown>): Promise<Called> {
  return (await client.callTool({ name, arguments: args })) as Called;
}

const analyst = await connected({ Authorization: `Bearer ${token}` });
await analyst.ping();
const { tools } = await analyst.listTools();
if (!tools.some((tool) => tool.name === "cube_query")) throw new Error("no cube_query among the tools");
const answer = await called(analyst, "cube_query", { register: "thefts", territory: "district" });
const east = answer.structuredContent?.sheets[0]?.rows.find((row) => row[0] === "e") ?? [];
const wrong = await called(analyst, "cube_query", { register: "nothing" });
const anybody = await connected({});
const open = (await anybody.listTools()).tools.map((tool) => tool.name);
console.log(`${east[0]} ${east[2]}, ${wrong.isError === true ? "refused" : "answered"}, anybody has ${open.includes("cube_query") ? "cube_query" : "no cube_query"}`);
await analyst.close();
await anybody.close();

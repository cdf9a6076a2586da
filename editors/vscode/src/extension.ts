// Starts `ibid lsp` for manuscripts and tells it what the user has set. All else is the server's work.
import { homedir } from "node:os";
import { commands, window, workspace, type ExtensionContext, type Uri } from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

const LANGUAGES = ["markdown", "quarto", "rmd", "bibtex"];
/** Bibliographies that no extension may have claimed. */
const BIBLIOGRAPHIES = "**/*.{bib,bibtex,ris,nbib}";
const SCHEMES = ["file", "untitled"];
/** What only the user may set, not a folder's settings: whom ibid asks, what it says of them, where it keeps records. */
const PROCESS = /^(resolve|sources|store)\b/;

type Settings = { [key: string]: unknown };

let client: LanguageClient | undefined;
/** Starting and stopping, one after the other. */
let turn: Promise<void> = Promise.resolve();

export function activate(context: ExtensionContext): void {
  const contributed = context.extension.packageJSON.contributes.configuration.properties as Settings;
  const keys = Object.keys(contributed).map((key) => key.replace(/^ibid\./, ""));
  const restart = () => (turn = turn.then(stop).then(() => start(keys)));
  context.subscriptions.push(
    commands.registerCommand("ibid.restart", restart),
    workspace.onDidGrantWorkspaceTrust(restart),
    workspace.onDidChangeConfiguration((event) => {
      // The rest the server is told while it runs.
      if (keys.some((key) => (key === "path" || PROCESS.test(key)) && event.affectsConfiguration(`ibid.${key}`))) {
        void restart();
      }
    }),
  );
  void restart();
}

export function deactivate(): Promise<void> {
  return (turn = turn.then(stop));
}

async function start(keys: string[]): Promise<void> {
  const set = workspace.getConfiguration("ibid").inspect<string>("path")?.globalValue;
  const command = set ? set.replace(/^~(?=[\\/])/, homedir()) : "ibid";
  const server: ServerOptions = { command, args: ["lsp"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      ...LANGUAGES.flatMap((language) => SCHEMES.map((scheme) => ({ language, scheme }))),
      { scheme: "file", pattern: BIBLIOGRAPHIES },
    ],
    initializationOptions: () => ({
      ...written(keys.filter((key) => PROCESS.test(key)), undefined, true),
      trusted: workspace.isTrusted,
    }),
    middleware: {
      workspace: {
        // Only what somebody wrote: a default would override the user's own ibid.toml.
        configuration: ({ items }) =>
          items.map(({ section, scopeUri }) => {
            const scope = scopeUri === undefined ? undefined : client?.protocol2CodeConverter.asUri(scopeUri);
            const others = keys.filter((key) => key !== "path" && !PROCESS.test(key));
            return section === "ibid" ? written(others, scope, false) : null;
          }),
      },
    },
  };
  client = new LanguageClient("ibid", "ibid", server, options);
  try {
    await client.start();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(
      `ibid cannot be started as “${command}”. Install ibid, or name the program in the setting “ibid.path”. (${why})`,
    );
  }
}

async function stop(): Promise<void> {
  const before = client;
  client = undefined;
  // One that never started cannot be stopped, which is as good.
  await before?.dispose().catch(() => undefined);
}

/** The settings that somebody wrote, as in `ibid.toml`; `byUser`: leaving out what folders say. */
function written(keys: string[], scope: Uri | undefined, byUser: boolean): Settings {
  const all = workspace.getConfiguration("ibid", scope ?? null);
  const settings: Settings = {};
  for (const key of keys) {
    const places = all.inspect(key);
    const values = byUser
      ? [places?.globalValue]
      : [places?.workspaceFolderValue, places?.workspaceValue, places?.globalValue];
    const given = values.filter((value) => value !== undefined && value !== null);
    if (given.length > 0) {
      // Tables, such as the rules, are laid over one another.
      put(settings, key.split("."), given.every(isTable) ? Object.assign({}, ...given.reverse()) : given[0]);
    }
  }
  return settings;
}

function isTable(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function put(settings: Settings, [first, ...rest]: string[], value: unknown): void {
  if (first === undefined) return;
  if (rest.length === 0) settings[first] = value;
  else put((settings[first] ??= {}) as Settings, rest, value);
}

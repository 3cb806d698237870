// Made from the operation table by `tartip schema --typescript`; a test keeps it current.

// The parameters of every operation that the server offers.
export interface Operations {
  "centre show": {};
  "centre search": {
    text: string;
    kind?: "all" | "territory" | "class" | "register" | "indicator";
    limit?: number;
  };
  "territory list": {};
  "territory show": {
    territory: string;
    level?: string;
    on?: string;
  };
  "classification list": {};
  "classification show": {
    classification: string;
    to?: string;
  };
  "register describe": {
    file: string;
    name?: string;
    title?: readonly (string)[];
    event?: readonly (string)[];
    source?: string;
    take?: readonly (string)[];
    time?: string;
    territory?: string;
    crs?: string;
    decimal?: "point" | "comma";
    delimiter?: "comma" | "semicolon" | "tab" | "bar";
    encoding?: string;
    worksheet?: string;
    "skip-lines"?: number;
    output?: string;
    explain?: boolean;
    alternatives?: boolean;
  };
  "register add": {
    description: string;
  };
  "register list": {};
  "register show": {
    register: string;
  };
  "register imports": {
    register: string;
  };
  "register quality": {
    register: string;
  };
  "register import": {
    register: string;
    files: readonly (string)[];
    description?: string;
    "known-on"?: string;
  };
  "register export": {
    register: string;
    output?: string;
    ground?: string;
    period?: string;
    in?: readonly (string)[];
    class?: readonly (string)[];
    where?: readonly (string)[];
    "known-on"?: string;
  };
  "register withdraw": {
    register: string;
    import: number;
    reason?: string;
    "known-on"?: string;
  };
  "register quarantine": {
    register: string;
    export?: string;
    import?: string;
    reasons?: boolean;
    dismiss?: boolean;
    row?: number;
    column?: string;
    reason?: string;
    status?: "open" | "dismissed" | "corrected" | "withdrawn";
    limit?: number;
    ground?: string;
  };
  "register correct": {
    register: string;
    row: number;
    set: readonly (string)[];
    ground?: string;
  };
  "register restore": {
    register: string;
    dismissal: number;
  };
  "cube query": {
    register: string;
    measure?: "count" | "sum" | "rate" | "share";
    quantity?: string;
    per?: number;
    territory?: string;
    "class-level"?: string;
    scheme?: string;
    every?: "day" | "week" | "month" | "quarter" | "year";
    cell?: number;
    period?: string;
    in?: readonly (string)[];
    class?: readonly (string)[];
    where?: readonly (string)[];
    "known-on"?: string;
  };
  "map areas": {
    register: string;
    territory?: string;
    cell?: number;
    every?: "day" | "week" | "month" | "quarter" | "year";
    quantity?: string;
    per?: number;
    period?: string;
    in?: readonly (string)[];
    class?: readonly (string)[];
    where?: readonly (string)[];
    "known-on"?: string;
  };
  "map shapes": {
    register: string;
    territory?: string;
    cell?: number;
    points?: number;
    period?: string;
    in?: readonly (string)[];
    class?: readonly (string)[];
    where?: readonly (string)[];
    "known-on"?: string;
  };
  "cube axes": {
    register?: string;
  };
  "table build": {
    register: string;
    territory?: string;
    "class-level"?: string;
    scheme?: string;
    quantity?: string;
    cumulative?: boolean;
    per?: number;
    confidence?: number;
    funnel?: boolean;
    period?: string;
    in?: readonly (string)[];
    class?: readonly (string)[];
    where?: readonly (string)[];
    "known-on"?: string;
  };
  "table define": {};
  "form list": {
    form?: string;
  };
  "form show": {
    id: string;
    sheet?: string;
    graph?: readonly (string)[];
    file?: string;
    territory?: string;
    period?: string;
    form?: string;
  };
  "form import": {
    files: readonly (string)[];
    period: string;
    territory?: string;
    form?: string;
  };
  "form check": {
    files: readonly (string)[];
    period: string;
    territory?: string;
    form?: string;
  };
  "table explain": {
    register?: string;
    territory?: string;
    "class-level"?: string;
    cumulative?: boolean;
    confidence?: number;
    current?: readonly (string)[];
    previous?: readonly (string)[];
    indicator?: string;
    bridge?: readonly (string)[];
    residents?: string;
    indicators?: string;
    table?: string;
    period?: string;
    in?: readonly (string)[];
    class?: readonly (string)[];
    where?: readonly (string)[];
    "known-on"?: string;
  };
  "indicator list": {
    what?: readonly (string)[];
    indicators?: string;
  };
  "indicator show": {
    indicator: string;
    indicators?: string;
  };
  "indicator compute": {
    indicator: string;
    row?: readonly (string)[];
    forms?: readonly (string)[];
    period: string;
    residents?: string;
    indicators?: string;
  };
  "indicator compare": {
    question: string;
    row?: string;
    forms?: readonly (string)[];
    period: string;
    residents?: string;
    indicators?: string;
  };
  "release make": {
    indicator?: readonly (string)[];
    row?: readonly (string)[];
    register?: readonly (string)[];
    territory?: string;
    "class-level"?: string;
    per?: number;
    confidence?: number;
    "known-on"?: string;
    series?: string;
    note?: string;
    provisional?: boolean;
    forms?: readonly (string)[];
    period: string;
    residents?: string;
    indicators?: string;
    least?: number;
    width?: number;
    zeros?: "published" | "may-hide" | "sensitive";
    "without-protection"?: string;
  };
  "release list": {};
  "release show": {
    release: string;
    verify?: boolean;
    pinned?: string;
  };
  "release audit": {
    release: string;
  };
  "release figure": {
    figure: string;
  };
  "release diff": {
    before: string;
    after: string;
  };
  "release table": {
    release: string;
    table?: string;
  };
  "release download": {
    release: string;
    table: string;
    as?: "datapackage" | "sdmx-csv" | "sdmx-json" | "sdmx-structure" | "dcat";
    output?: string;
  };
  "briefing build": {
    register?: readonly (string)[];
    period?: string;
    cumulative?: boolean;
    in?: readonly (string)[];
    class?: readonly (string)[];
    quantity?: string;
    "known-on"?: string;
    output?: string;
  };
  "briefing show": {
    register?: readonly (string)[];
    period?: string;
    cumulative?: boolean;
    in?: readonly (string)[];
    class?: readonly (string)[];
    quantity?: string;
    "known-on"?: string;
  };
  "forecast run": {
    series: string;
    horizon: number;
    every?: "day" | "week" | "month" | "quarter" | "year";
    season?: number;
    gaps?: "refuse" | "zero" | "linear";
    method?: "arima" | "auto" | "median" | "ets" | "theta" | "dotm" | "ces" | "naive" | "snaive" | "drift" | "mstl" | "croston" | "sba" | "tsb" | "adida" | "counts" | "nb" | "poisson";
    levels?: string;
    members?: string;
    interval?: "model" | "backtest";
    events?: string;
    triangle?: string;
    nowcast?: "bayes" | "lawless";
    quantiles?: boolean;
  };
  "forecast backtest": {
    series: string;
    horizon: number;
    every?: "day" | "week" | "month" | "quarter" | "year";
    season?: number;
    gaps?: "refuse" | "zero" | "linear";
    method?: readonly (string)[];
    origins?: number;
    stride?: number;
  };
  "forecast shocks": {
    series: string;
    every?: "day" | "week" | "month" | "quarter" | "year";
    season?: number;
    "false-alarm"?: number;
  };
  "forecast publish": {
    register?: string;
    file?: string;
    name?: string;
    every?: "day" | "week" | "month" | "quarter" | "year";
    horizon?: number;
    territory?: string;
    "class-level"?: string;
    scheme?: string;
    measure?: "count" | "sum";
    quantity?: string;
    method?: string;
    reconcile?: "none" | "bottom_up" | "ols" | "wls_struct" | "wls_var" | "mint_shrink";
    nowcast?: "none" | "bayes" | "lawless";
    period?: string;
    in?: readonly (string)[];
    class?: readonly (string)[];
    where?: readonly (string)[];
    "known-on"?: string;
  };
  "forecast score": {
    register?: string;
    publication?: string;
    in?: readonly (string)[];
    show?: "scores" | "calibration" | "forecasts" | "all";
    truth?: string;
    "known-on"?: string;
  };
  "forecast show": {
    publication: string;
    series?: readonly (string)[];
    in?: readonly (string)[];
    periods?: number;
    truth?: string;
    "known-on"?: string;
  };
  "forecast list": {};
  "forecast reconcile": {
    structure: string;
    base: string;
    residuals?: string;
    method?: "bottom_up" | "ols" | "wls_struct" | "wls_var" | "mint_shrink";
    "non-negative"?: boolean;
    digits?: number;
  };
  "forecast nowcast": {
    triangle?: string;
    register?: string;
    every?: "day" | "week" | "month" | "quarter" | "year";
    method?: "bayes" | "lawless";
    "max-delay"?: number;
    window?: number;
    now?: string;
    in?: readonly (string)[];
    class?: readonly (string)[];
    where?: readonly (string)[];
  };
  "ledger verify": {
    pinned?: string;
  };
  "ledger list": {
    limit?: number;
  };
  "ledger show": {
    entry: number;
  };
  "ledger checkpoint": {};
  "ledger prove": {
    entry?: number;
    since?: string;
  };
  "ledger confirm": {
    proof: string;
    entry: string;
    verifier: string;
  };
  "disclosure difference": {
    records: string;
    published?: readonly (string)[];
    asked?: readonly (string)[];
    least?: number;
  };
  "disclosure noise": {
    change?: number;
    variance?: number;
    "least-shown"?: number;
    keys?: number;
  };
  "sql query": {
    sql: string;
    rows?: number;
    seconds?: number;
  };
  "sql tables": {};
  "user list": {};
  "user add": {
    name: string;
    role?: readonly ("administrator" | "registrar" | "analyst" | "publisher" | "reader")[];
    everything?: boolean;
    in?: readonly (string)[];
    register?: readonly (string)[];
    password?: string;
  };
  "user change": {
    name: string;
    role?: readonly ("administrator" | "registrar" | "analyst" | "publisher" | "reader")[];
    everything?: boolean;
    in?: readonly (string)[];
    register?: readonly (string)[];
  };
  "user disable": {
    name: string;
    undo?: boolean;
  };
  "user password": {
    name?: string;
    current?: string;
    password?: string;
  };
  "token make": {
    label: string;
    user?: string;
    role?: readonly ("administrator" | "registrar" | "analyst" | "publisher" | "reader")[];
    everything?: boolean;
    in?: readonly (string)[];
    register?: readonly (string)[];
    days?: number;
  };
  "token list": {
    user?: string;
  };
  "token revoke": {
    id: string;
  };
  "audit list": {
    who?: string;
    event?: "look" | "change" | "refused" | "sign_in" | "sign_in_failed" | "sign_out" | "setup";
    register?: string;
    since?: string;
    limit?: number;
  };
  "audit verify": {
    pinned?: string;
  };
}
export type OperationName = keyof Operations;

// Those whose answer is a job.
export type JobName =
  | "register import"
  | "form import"
  | "release make"
  | "briefing build"
  | "forecast run"
  | "forecast backtest"
  | "forecast publish"
  | "forecast nowcast";

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export const CLIENT = { id: "carveout", secret: "a secret of the tests, long enough" };

/** A real OpenID provider on loopback. Everybody may sign in under the name they type; their account has the same id each time. */
export class TestProvider {
  private constructor(
    private readonly server: Server,
    readonly issuer: URL,
  ) {}

  /** @param redirect where it sends people back to @param port 0 = any that is free */
  static async open(redirect: string, port = 0): Promise<TestProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const issuer = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const provider = new Provider(issuer.origin, {
      clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirect] }],
      claims: { openid: ["sub"], profile: ["name"] },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ sub: id, name: `${id} of the Provider` }),
      }),
      cookies: { keys: ["only for the tests"] },
    });
    server.on("request", provider.callback());
    return new TestProvider(server, issuer);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** Just enough of a browser to sign in with: it keeps cookies by host and follows what it is told to. */
export class Visitor {
  private readonly jars = new Map<string, Map<string, string>>();

  cookieFor(address: string): string {
    const jar = this.jars.get(new URL(address).host) ?? new Map();
    return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  keep(address: string, name: string, value: string): void {
    const { host } = new URL(address);
    this.jars.set(host, (this.jars.get(host) ?? new Map()).set(name, value));
  }

  async get(address: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(address, {
      redirect: "manual",
      headers: { cookie: this.cookieFor(address) },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.keep(address, name, value);
    }
    return response;
  }

  /** Follows redirects up to one that `stops`, and returns where that leads; the last address if none does. */
  async follow(address: string, stops: (address: string) => boolean = () => false): Promise<string> {
    let at = address;
    for (let hops = 0; hops < 10; hops++) {
      if (stops(at)) return at;
      const response = await this.get(at);
      const next = response.headers.get("location");
      if (next === null) return at;
      at = new URL(next, at).href;
    }
    throw new Error("Too many redirects.");
  }

  /** Goes to the provider, says who they are and agrees; returns the address that the provider sends them back to. */
  async signIn(start: string, account: string, isBack: (address: string) => boolean): Promise<string> {
    let at = await this.follow(start, isBack);
    for (const form of [{ prompt: "login", login: account, password: "any" }, { prompt: "consent" }]) {
      if (isBack(at)) return at;
      const response = await this.get(at, form as Record<string, string>);
      at = await this.follow(new URL(response.headers.get("location") ?? "", at).href, isBack);
    }
    return at;
  }
}

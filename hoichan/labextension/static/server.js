// Requests to the learner's own server (hoichan/server), with Jupyter's own sign-in and XSRF handling.

export class Server {
  constructor(settings, connection, lesson) {
    Object.assign(this, { settings, connection, name: lesson });
  }

  get base() {
    return this.settings.baseUrl;
  }

  get coursePage() {
    return `${new URL(this.base, location.href).pathname}hoichan/`;
  }

  async request(path, init) {
    return this.connection.makeRequest(`${this.base}hoichan/api/${path}/${this.name}`, init, this.settings);
  }

  // Texts, progress and last receipt; null when there is no such service on this server.
  async lesson() {
    try {
      const reply = await this.request("lessons", {});
      return reply.ok ? await reply.json() : null;
    } catch {
      return null;
    }
  }

  // {receipt}, or {error: {vi, en}} in the server's words, or {failure} for one of our own texts.
  async submit() {
    let reply;
    try {
      reply = await this.request("submit", { method: "POST", body: "{}" });
    } catch {
      return { failure: "network" };
    }
    const content = await reply.json().catch(() => null);
    if (reply.ok && content) return { receipt: content };
    if (content && content.error) return { error: content.error };
    return { failure: reply.status === 403 || reply.status === 401 ? "signed_out" : "network" };
  }

  // HTTP status and state of a kernel; status 0 when there is no answer at all.
  async kernel(id) {
    try {
      const reply = await this.connection.makeRequest(`${this.base}api/kernels/${id || "none"}`, {}, this.settings);
      return { status: reply.status, state: reply.ok ? (await reply.json()).execution_state : null };
    } catch {
      return { status: 0, state: null };
    }
  }
}

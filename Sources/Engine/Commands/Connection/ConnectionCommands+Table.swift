// The table of the group `connection`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension ConnectionCommands {
    static let table: [CommandSpecification] = [
        CommandSpecification(
            "auth", arity: -2, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy],
            categories: .connection,
            documentation: Documentation.auth, handler: ConnectionCommands.auth),
        CommandSpecification(
            "echo", arity: 2, flags: [.loading, .stale, .fast], categories: .connection,
            documentation: Documentation.echo, handler: ConnectionCommands.echo),
        CommandSpecification(
            "hello", arity: -1, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy],
            categories: .connection,
            documentation: Documentation.hello, handler: ConnectionCommands.hello),
        CommandSpecification(
            "ping", arity: -1, flags: .fast, categories: .connection,
            tips: ["request_policy:all_shards", "response_policy:all_succeeded"],
            documentation: Documentation.ping, handler: ConnectionCommands.ping),
        CommandSpecification(
            "quit", arity: -1, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy],
            categories: .connection,
            documentation: Documentation.quit, handler: ConnectionCommands.quit),
        CommandSpecification(
            "reset", arity: 1, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy],
            categories: .connection,
            documentation: Documentation.reset, handler: ConnectionCommands.reset),
        CommandSpecification(
            "select", arity: 2, flags: [.loading, .stale, .fast], categories: .connection,
            documentation: Documentation.select, handler: ConnectionCommands.select),
    ]
}

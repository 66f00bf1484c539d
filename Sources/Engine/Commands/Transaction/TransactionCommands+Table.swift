// The table of the group `transactions`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension TransactionCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "discard", arity: 1, flags: [.noscript, .loading, .stale, .fast, .allowBusy], categories: .transaction,
                documentation: Documentation.discard, handler: TransactionCommands.discard),
            CommandSpecification(
                "exec", arity: 1, flags: [.noscript, .loading, .stale, .skipSlowlog], categories: .transaction,
                documentation: Documentation.exec, handler: TransactionCommands.exec),
            CommandSpecification(
                "multi", arity: 1, flags: [.noscript, .loading, .stale, .fast, .allowBusy], categories: .transaction,
                documentation: Documentation.multi, handler: TransactionCommands.multi
            )
            .in(.valkey) { $0.flags.insert(.noMulti) },
            CommandSpecification(
                "unwatch", arity: 1, flags: [.noscript, .loading, .stale, .fast, .allowBusy], categories: .transaction,
                documentation: Documentation.unwatch, handler: TransactionCommands.unwatch),
            CommandSpecification(
                "watch", arity: -2, flags: [.noscript, .loading, .stale, .fast, .allowBusy], categories: .transaction,
                keys: [.range(from: 1, last: -1, .readOnly)],
                documentation: Documentation.watch, handler: TransactionCommands.watch
            )
            .in(.valkey) { $0.flags.insert(.noMulti) },
        ]
    }
}

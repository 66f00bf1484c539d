// All commands, family by family.

enum CommandFamilies {
    static let families: [[CommandSpecification]] = [
        ACLCommands.table,
        BitmapCommands.table,
        ClusterCommands.table,
        ConnectionCommands.table,
        FunctionCommands.table,
        GenericCommands.table,
        HashCommands.table,
        HyperLogLogCommands.table,
        GeoCommands.table,
        ListCommands.table,
        PersistenceCommands.files,
        PersistenceCommands.values,
        PubSubCommands.table,
        ScriptingCommands.table,
        ServerCommands.table,
        SetCommands.table,
        SortedSetCommands.table,
        StreamCommands.table,
        StringCommands.table,
        TransactionCommands.table,
        VectorSetCommands.table,
        WatchCommands.table,
    ]

    static let all: [CommandSpecification] = Array(families.joined())
}

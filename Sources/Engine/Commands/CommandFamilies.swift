// All commands, family by family.

enum CommandFamilies {
    /// Made when asked for: a server needs the declarations once, when it starts. The tables are inlined here, so that their code
    /// lies in a few pages of the program; one initializer for each, beside its commands, made most of the program resident.
    static var families: [[CommandSpecification]] {
        [
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
    }

    static var all: [CommandSpecification] { Array(families.joined()) }
}

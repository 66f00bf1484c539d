// The table of the group `bitmap`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension BitmapCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "bitcount", arity: -2, flags: .readonly, categories: .bitmap,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.bitcount, handler: BitmapCommands.bitcount),
            CommandSpecification(
                "bitfield", arity: -2, flags: [.write, .denyOOM], categories: .bitmap,
                keys: [
                    .at(
                        1, [.readWrite, .access, .update, .variableFlags],
                        notes: "This command allows both access and modification of the key")
                ],
                keyProcedure: BitmapCommands.keysOfBitfield,
                documentation: Documentation.bitfield, handler: BitmapCommands.bitfield),
            CommandSpecification(
                "bitfield_ro", arity: -2, flags: [.readonly, .fast], categories: .bitmap,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.bitfieldRo, handler: BitmapCommands.bitfieldRo),
            CommandSpecification(
                "bitop", arity: -4, flags: [.write, .denyOOM], categories: .bitmap,
                keys: [.at(2, [.overwrite, .update]), .range(from: 3, last: -1, [.readOnly, .access])],
                documentation: Documentation.bitop, handler: BitmapCommands.bitop),
            CommandSpecification(
                "bitpos", arity: -3, flags: .readonly, categories: .bitmap,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.bitpos, handler: BitmapCommands.bitpos),
            CommandSpecification(
                "getbit", arity: 3, flags: [.readonly, .fast], categories: .bitmap,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.getbit, handler: BitmapCommands.getbit),
            CommandSpecification(
                "setbit", arity: 4, flags: [.write, .denyOOM], categories: .bitmap,
                keys: [.at(1, [.readWrite, .access, .update])],
                documentation: Documentation.setbit, handler: BitmapCommands.setbit),
        ]
    }
}

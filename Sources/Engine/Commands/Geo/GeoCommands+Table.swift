// The table of the group `geo`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.

extension GeoCommands {
    /// The keys of GEORADIUS and GEORADIUSBYMEMBER: of those to store in, the last.
    static func keysOfRadius(_ arguments: Arguments) -> [KeyReference] {
        var keys = [KeyReference(position: 1, flags: [.readOnly, .access])]
        var index = 5
        while index + 1 < arguments.count {
            if arguments[index].matches("store") || arguments[index].matches("storedist") {
                index += 1
                keys[1...] = [KeyReference(position: index, flags: [.overwrite, .update])]
            }
            index += 1
        }
        return keys
    }

    @inline(__always) static var table: [CommandSpecification] {
        [
            CommandSpecification(
                "geoadd", arity: -5,
                flags: [.write, .denyOOM],
                categories: .geo,
                keys: [.at(1, [.readWrite, .update])],
                documentation: Documentation.geoadd,
                handler: GeoCommands.geoadd),
            CommandSpecification(
                "geodist", arity: -4,
                flags: .readonly,
                categories: .geo,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.geodist,
                handler: GeoCommands.geodist),
            CommandSpecification(
                "geohash", arity: -2,
                flags: .readonly,
                categories: .geo,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.geohash,
                handler: GeoCommands.geohash),
            CommandSpecification(
                "geopos", arity: -2,
                flags: .readonly,
                categories: .geo,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.geopos,
                handler: GeoCommands.geopos),
            CommandSpecification(
                "georadius", arity: -6,
                flags: [.write, .denyOOM],
                categories: .geo,
                keys: [
                    .at(1, [.readOnly, .access]),
                    KeySpecification(
                        flags: [.overwrite, .update], begin: .keyword("STORE", from: 6),
                        find: .range(last: 0, step: 1, limit: 0)),
                    KeySpecification(
                        flags: [.overwrite, .update], begin: .keyword("STOREDIST", from: 6),
                        find: .range(last: 0, step: 1, limit: 0)),
                ],
                documentation: Documentation.georadius,
                handler: GeoCommands.georadius
            )
            .in(.valkey91) {
                for index in 1...2 { $0.keys[index].flags.insert(.variableFlags) }
                $0.keyProcedure = GeoCommands.keysOfRadius
            },
            CommandSpecification(
                "georadius_ro", arity: -6,
                flags: .readonly,
                categories: .geo,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.georadiusRo,
                handler: GeoCommands.georadiusRo),
            CommandSpecification(
                "georadiusbymember", arity: -5,
                flags: [.write, .denyOOM],
                categories: .geo,
                keys: [
                    .at(1, [.readOnly, .access]),
                    KeySpecification(
                        flags: [.overwrite, .update], begin: .keyword("STORE", from: 5),
                        find: .range(last: 0, step: 1, limit: 0)),
                    KeySpecification(
                        flags: [.overwrite, .update], begin: .keyword("STOREDIST", from: 5),
                        find: .range(last: 0, step: 1, limit: 0)),
                ],
                documentation: Documentation.georadiusbymember,
                handler: GeoCommands.georadiusbymember
            )
            .in(.valkey91) {
                for index in 1...2 { $0.keys[index].flags.insert(.variableFlags) }
                $0.keyProcedure = GeoCommands.keysOfRadius
            },
            CommandSpecification(
                "georadiusbymember_ro", arity: -5,
                flags: .readonly,
                categories: .geo,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.georadiusbymemberRo,
                handler: GeoCommands.georadiusbymemberRo),
            CommandSpecification(
                "geosearch", arity: -7,
                flags: .readonly,
                categories: .geo,
                keys: [.at(1, [.readOnly, .access])],
                documentation: Documentation.geosearch,
                handler: GeoCommands.geosearch),
            CommandSpecification(
                "geosearchstore", arity: -8,
                flags: [.write, .denyOOM],
                categories: .geo,
                keys: [.at(1, [.overwrite, .update]), .at(2, [.readOnly, .access])],
                documentation: Documentation.geosearchstore,
                handler: GeoCommands.geosearchstore),
        ]
    }
}

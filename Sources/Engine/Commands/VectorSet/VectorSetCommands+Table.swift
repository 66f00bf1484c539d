// The table of the module `vectorset`: what COMMAND INFO tells of each command, and the handler that runs it. In alphabetical order.
// As the module of the real server declares them, they take any number of arguments and belong to no category.

extension VectorSetCommands {
    @inline(__always) static var table: [CommandSpecification] {
        [
            row(
                "VADD", [.write, .denyOOM, .module], VectorSetCommands.vadd,
                "Adds an element with its vector to a vector set, or gives it another vector."),
            row(
                "VCARD", [.readonly, .module, .fast], VectorSetCommands.vcard,
                "Tells how many elements a vector set has."),
            row(
                "VDIM", [.readonly, .module, .fast], VectorSetCommands.vdim,
                "Tells how many dimensions the vectors of a vector set have."),
            row("VEMB", [.readonly, .module, .fast], VectorSetCommands.vemb, "Shows the vector of an element."),
            row(
                "VGETATTR", [.readonly, .module, .fast], VectorSetCommands.vgetattr,
                "Shows the attributes of an element."),
            row("VINFO", [.readonly, .module, .fast], VectorSetCommands.vinfo, "Tells how a vector set is made."),
            row(
                "VISMEMBER", [.readonly, .module], VectorSetCommands.vismember,
                "Tells whether a vector set has an element."
            ),
            row(
                "VLINKS", [.readonly, .module, .fast], VectorSetCommands.vlinks,
                "Shows the elements that are nearest to another, level by level."),
            row(
                "VRANDMEMBER", [.readonly, .module], VectorSetCommands.vrandmember,
                "Picks elements of a vector set at random."),
            row("VREM", [.write, .module], VectorSetCommands.vrem, "Removes an element from a vector set."),
            row(
                "VSETATTR", [.write, .module, .fast], VectorSetCommands.vsetattr,
                "Gives an element attributes, or takes them away."),
            row(
                "VSIM", [.readonly, .module], VectorSetCommands.vsim,
                "Finds the elements whose vectors are most like another."),
        ]
    }

    private static func row(
        _ name: String, _ flags: CommandFlags, _ handler: @escaping CommandHandler, _ summary: String
    ) -> CommandSpecification {
        CommandSpecification(
            name, profiles: .redis80, arity: -1, flags: flags, keys: [.at(1, [.readWrite, .access, .update])],
            documentation: {
                CommandDocumentation(
                    summary: summary, since: "8.0.0", group: .module, complexity: nil, module: "vectorset")
            },
            handler: handler)
    }
}

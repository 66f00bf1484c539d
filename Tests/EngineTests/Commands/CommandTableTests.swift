// The table of commands holds together, and tells of every command what the real server tells.

import Foundation
import Testing

@testable import UnderstudyEngine

struct CommandTableTests {
    /// Commands and subcommands.
    private let commands = CommandTable(CommandFamilies.all, of: .redis80).commands.flatMap { [$0] + $0.subcommands }

    @Test func everyCommandTellsWhatTheRealServerTells() throws {
        let facts = try CommandFacts()
        for command in commands {
            #expect(
                try CommandFacts.info(of: command) == facts.info[command.fullName.lowercased()],
                "COMMAND INFO \(command.fullName)")
            #expect(
                try CommandFacts.docs(of: command) == facts.docs[command.fullName.lowercased()],
                "COMMAND DOCS \(command.fullName)")
        }
    }

    @Test func everyCommandDoesSomething() {
        for command in commands {
            #expect(command.handler != nil || !command.subcommands.isEmpty, "\(command.fullName)")
            #expect(command.arity != 0, "\(command.fullName)")
        }
    }

    @Test func namesAreUniqueAndInLowerCase() {
        let names = commands.map(\.fullName)
        #expect(Set(names).count == names.count)
        for command in commands where !command.flags.contains(.module) {
            #expect(command.fullName == command.fullName.lowercased())
        }
    }

    @Test func everyFamilyIsInAlphabeticalOrder() {
        for family in CommandFamilies.families {
            #expect(family.map(\.name) == family.map(\.name).sorted())
            for command in family {
                #expect(command.subcommands.map(\.name) == command.subcommands.map(\.name).sorted())
            }
        }
    }

    @Test func aFamilyIsAGroup() {
        for family in CommandFamilies.families {
            let groups = Set(family.map { $0.documentation().group })
            #expect(groups.count == 1, "\(groups)")
        }
    }

    @Test func everySummaryIsASentence() {
        var seen: [String: String] = [:]
        for command in commands where command.specification.name != "help" {
            let summary = command.specification.documentation().summary
            #expect(summary.hasSuffix("."), "\(command.fullName)")
            #expect(summary.first?.isUppercase == true, "\(command.fullName)")
            #expect(seen.updateValue(command.fullName, forKey: summary) == nil, "\(command.fullName)")
        }
    }

    @Test func everyKeyArgumentHasItsKeySpecification() {
        // A module's commands have no arguments in their documentation.
        for command in commands where !command.flags.contains(.module) {
            let places = keyPlaces(command.specification.documentation().arguments)
            // Shard channels have a place as keys have one, and are none.
            let keys = command.specification.keys
            #expect(places == Set(keys.indices.filter { !keys[$0].flags.contains(.notKey) }), "\(command.fullName)")
        }
    }

    private func keyPlaces(_ arguments: [ArgumentSpecification]) -> Set<Int> {
        arguments.reduce(into: []) { places, argument in
            if let place = argument.keySpecification { places.insert(place) }
            places.formUnion(keyPlaces(argument.parts))
        }
    }

    @Test func everyCommandHasASpecFile() throws {
        let specs = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../ConformanceTests/Specs").standardized
        let files = FileManager.default.enumerator(at: specs, includingPropertiesForKeys: nil)
        let names = Set(
            (files?.allObjects ?? []).compactMap { ($0 as? URL)?.deletingPathExtension().lastPathComponent })
        for command in CommandTable(CommandFamilies.all, of: .redis80).commands {
            #expect(names.contains(command.fullName.lowercased()), "\(command.fullName)")
        }
    }
}

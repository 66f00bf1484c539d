// Tables against a dictionary, step by step.

import Testing

@testable import UnderstudyLua

@Suite struct TableTests {
    /// A sequence that follows from its seed.
    private struct Sequence {
        let random = RandomSequence()
        func below(_ limit: Int) -> Int { random.next() % limit }
    }

    @Test(arguments: 1...8)
    func behavesLikeADictionary(seed: Int32) throws {
        let state = LuaState()
        let table = state.makeTable()
        let pinned = state.reference(table.value)
        var numbers = Sequence()
        numbers.random.seed(seed)
        var model: [String: Double] = [:]
        for step in 0..<4000 {
            let key = makeKey(state, &numbers)
            let name = String(decoding: state.describe(key), as: UTF8.self) + String(describing: key.typeName)
            if numbers.below(3) == 0 {
                try table.set(key, .nil)
                model[name] = nil
            } else {
                try table.set(key, LuaValue(step))
                model[name] = Double(step)
            }
            #expect(table.get(key).number == model[name])
            if step % 200 == 0 { check(state, table, model) }
        }
        check(state, table, model)
        _ = pinned
    }

    private func makeKey(_ state: LuaState, _ numbers: inout Sequence) -> LuaValue {
        switch numbers.below(5) {
        case 0, 1: LuaValue(numbers.below(60))
        case 2: LuaValue(Double(numbers.below(40)) + 0.5)
        case 3: LuaValue(numbers.below(2) == 0)
        default:
            state.string(
                Array("key \(numbers.below(50))\(numbers.below(2) == 0 ? "" : String(repeating: "x", count: 60))".utf8)
            ).value
        }
    }

    /// Every field is found once by going through the table, and the length is a border.
    private func check(_ state: LuaState, _ table: LuaTable, _ model: [String: Double]) {
        var found: [String: Double] = [:]
        var key = LuaValue.nil
        while let field = table.field(after: key) {
            let name =
                String(decoding: state.describe(field.key), as: UTF8.self) + String(describing: field.key.typeName)
            #expect(found[name] == nil)
            found[name] = field.value.number
            key = field.key
        }
        #expect(found == model)
        let length = table.length
        #expect(length == 0 || !table.get(length).isNil)
        #expect(table.get(length + 1).isNil)
    }

    @Test func aTraversalMayAssignToItsFields() throws {
        let state = LuaState()
        let table = state.makeTable()
        for index in 1...200 { try table.set(state.string(Array("k\(index)".utf8)).value, LuaValue(index)) }
        for index in 1...50 { try table.set(index, LuaValue(index)) }
        var (key, count) = (LuaValue.nil, 0)
        while let field = table.field(after: key) {
            try table.set(field.key, count % 2 == 0 ? .nil : LuaValue(0))
            key = field.key
            count += 1
        }
        #expect(count == 250)
    }

    @Test func numbersKeepTheirBits() {
        #expect(LuaValue(-Double.nan).number?.isNaN == true)
        #expect(LuaValue(Double(bitPattern: 0xFFFC_1234_5678_9ABC)).isNumber)
        #expect(LuaValue(Double(bitPattern: 0x7FF8_0000_0000_0001)).isNumber)
        #expect(LuaValue(-0.0).number?.sign == .minus)
        #expect(LuaValue(Double.greatestFiniteMagnitude).number == Double.greatestFiniteMagnitude)
    }
}

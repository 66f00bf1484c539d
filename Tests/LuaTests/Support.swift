// What the tests of the interpreter share: running a source, reading files, a stack that is large enough without optimisation.
//
// It is unsafe where a closure goes to a thread: nothing else runs until that has ended.

import Foundation
import Testing

@testable import UnderstudyLua

enum Lua {
    /// What a source printed, and what it returned first or failed with, as text.
    struct Outcome: Equatable {
        var printed = ""
        var result = ""
    }

    /// Runs a source in a state of its own.
    static func run(
        _ source: String, name: String = "=test", collectsEagerly: Bool = false,
        prepare: @escaping (LuaState) throws(LuaError) -> Void = { _ in }
    ) -> Outcome {
        onLargeStack {
            let state = LuaState(collectsEagerly: collectsEagerly)
            var outcome = Outcome()
            do throws(LuaError) {
                try state.openStandardLibraries()
                try state.openExtensionLibraries()
                try prepare(state)
                state.setOutput { outcome.printed += String(decoding: $0, as: UTF8.self) }
                let chunk = try state.compile(Array(source.utf8), name: Array(name.utf8))
                // As deep as the stand-alone interpreter runs a file.
                let runner = state.reference(
                    state.makeFunction { call throws(LuaError) in try call.push(try call.call(chunk.value)) })
                outcome.result = try state.call(runner) { results in
                    String(decoding: state.describe(results[1]), as: UTF8.self)
                }
            } catch {
                outcome.result = "error: " + String(decoding: state.describe(error.value), as: UTF8.self)
            }
            return outcome
        }
    }

    /// Code that is not optimised takes much of the stack.
    static func onLargeStack<Result>(_ body: @escaping () -> Result) -> Result {
        nonisolated(unsafe) var result: Result?
        nonisolated(unsafe) let body = body
        let done = DispatchSemaphore(value: 0)
        let thread = Foundation.Thread {
            unsafe result = unsafe body()
            done.signal()
        }
        thread.stackSize = 256 << 20
        thread.start()
        done.wait()
        return unsafe result!
    }

    /// The programs of a folder beside this file, with what they are to print.
    static func programs(in folder: String) -> [Program] {
        let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(folder)
        let files = (try? FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "lua" }.compactMap { file in
            guard let source = try? Data(contentsOf: file),
                let expected = try? Data(contentsOf: file.deletingPathExtension().appendingPathExtension("expected"))
            else { return nil }
            return Program(
                name: file.lastPathComponent, source: String(decoding: source, as: UTF8.self),
                expected: String(decoding: expected, as: UTF8.self))
        }
    }
}

struct Program: CustomTestStringConvertible {
    let name: String
    let source: String
    let expected: String
    var testDescription: String { name }

    /// Both texts line by line, the lines that differ alone.
    func differences(from found: String) -> [String] {
        let (left, right) = (expected.split(separator: "\n"), found.split(separator: "\n"))
        var lines = zip(left, right).filter { $0 != $1 }.prefix(5).map { "expected \($0), found \($1)" }
        if left.count != right.count { lines.append("\(left.count) lines expected, \(right.count) found") }
        return lines
    }
}

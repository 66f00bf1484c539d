// Bytes between the engine and Lua without a copy more than needed.
//
// Why it is unsafe inside: strings of Lua are lent as raw buffers. Why that is sound: a string lives until Lua code next runs, and
// whoever is handed its bytes is done with them before; bytes that are handed to Lua are copied at once.

import UnderstudyLua

extension LuaString {
    /// Calls `body` with the bytes, borrowed.
    func withBytes<Result, Failure: Error>(_ body: (Bytes) throws(Failure) -> Result) throws(Failure) -> Result {
        try unsafe body(Bytes(bytes))
    }
}

extension LuaState {
    /// A string of these bytes.
    func string(_ bytes: Bytes) -> LuaString { unsafe string(bytes.buffer) }
}

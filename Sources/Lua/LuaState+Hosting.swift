// What a host needs that shuts scripts in: globals taken away and protected, and a `pcall` of its own making.

extension LuaState {
    /// A `pcall` that returns what `convert` makes of an error's value.
    public func makeProtectedCall(_ convert: @escaping (LuaValue) -> LuaValue) -> LuaValue {
        makeFunction { call throws(LuaError) in
            try call.checkAny(1)
            let at = call.base
            if let error = call.thread.protectedCall(at, wanted: -1) {
                if error.kind == .interrupted { throw error }
                call.thread.top = at
                try call.push(false)
                return try call.push(convert(error.value))
            }
            try call.returnSuccess(from: at)
        }
    }

    /// Makes a table read-only, and all tables that it leads to, metatables included. The metatable of strings is one of them.
    public func protect(_ table: LuaTable) {
        protectFields(of: table)
        if let strings = runtime.o.stringMetatable { protectFields(of: strings) }
    }

    private func protectFields(of table: LuaTable) {
        guard !table.isReadOnly else { return }
        table.isReadOnly = true
        if let metatable = table.metatable { protectFields(of: metatable) }
        var key = LuaValue.nil
        while let field = table.field(after: key) {
            if let inner = field.value.table { protectFields(of: inner) }
            key = field.key
        }
    }
}

// When the dataset is saved and loaded, and what is remembered of it. The files are the host's; what stands in them, and when, is
// decided here.

/// What an engine remembers of saving.
final class SavingState {
    /// The snapshot that is being written in the background.
    var snapshot: DatasetSnapshot?
    /// A BGSAVE that waits for the end of a transaction.
    var isScheduled = false
    /// When the last background save began, of those that are over too, monotonic microseconds and milliseconds since 1970.
    var startedAt: Instant
    /// Changes that the one under way includes.
    var includedChanges = 0
    /// When the dataset was last saved, or the server started.
    var lastSave: Instant
    /// When a background save was last tried; nil for never.
    var lastTry: Instant?
    /// Whether the last background save went well.
    var lastWentWell = true
    /// How long the last background save took, in seconds, or -1.
    var lastDuration = -1
    /// Saves since the start.
    var count = 0
    /// What came of the last load.
    var loaded = 0
    var expired = 0

    init(at now: Instant) {
        startedAt = now
        lastSave = now
    }
}

extension Engine {
    /// After a failure the next attempt has to wait, microseconds.
    private static let retryDelay: Int64 = 5_000_000

    /// Where the dataset is saved.
    var dumpPath: String {
        let (directory, name) = (configuration.directory, configuration.dumpFileName)
        return directory.isEmpty ? name : directory.path(of: name)
    }

    // MARK: Saving

    /// Saves while everybody waits. Returns whether it could.
    func save() -> Bool {
        if let reason = host.writeDump(DatasetSnapshot(of: self), to: dumpPath) {
            host.log(.warning, reason)
            return false
        }
        host.log(.notice, "DB saved on disk")
        changes = 0
        saving.lastSave = now
        saving.lastWentWell = true
        updateWriteDenial()
        return true
    }

    /// Begins to save in the background, where nothing is being saved yet.
    func saveInBackground() {
        precondition(saving.snapshot == nil)
        let snapshot = DatasetSnapshot(of: self)
        saving.count += 1
        saving.isScheduled = false
        saving.snapshot = snapshot
        saving.includedChanges = changes
        saving.startedAt = now
        saving.lastTry = now
        host.log(.notice, "Background saving started")
        host.writeDumpInBackground(snapshot, to: dumpPath) { [weak self] reason in
            self?.backgroundSaveDidEnd(snapshot, reason)
        }
    }

    private func backgroundSaveDidEnd(_ snapshot: DatasetSnapshot, _ reason: String?) {
        guard saving.snapshot === snapshot else { return }
        refreshTime()
        saving.snapshot = nil
        saving.lastDuration = Int(now.monotonic - saving.startedAt.monotonic) / 1_000_000
        saving.lastWentWell = reason == nil
        if let reason {
            host.log(.warning, reason)
            host.log(.warning, "Background saving error")
        } else {
            host.log(.notice, "Background saving terminated with success")
            changes = max(0, changes - saving.includedChanges)
            saving.lastSave = now
        }
        updateWriteDenial()
    }

    /// Gives up what is being written in the background.
    func cancelBackgroundSave() {
        guard let snapshot = saving.snapshot else { return }
        host.log(.notice, "Background saving terminated by request")
        snapshot.cancel()
        saving.snapshot = nil
    }

    /// All is gone: so is, where the dataset is saved, what was saved of it.
    func datasetWasEmptied() {
        cancelBackgroundSave()
        if !configuration.savePoints.isEmpty { _ = save() }
    }

    /// Whether writes are refused because the last background save failed: somebody relies on the dataset being saved.
    func updateWriteDenial() {
        deniesWrites = !saving.lastWentWell && configuration.stopWritesOnSaveError && !configuration.savePoints.isEmpty
    }

    // MARK: Save points

    /// When `saveIfDue` is next needed, monotonic microseconds, or nil. O(save points).
    var nextSave: Int64? {
        guard saving.snapshot == nil else { return nil }
        if saving.isScheduled { return now.monotonic }
        guard changes > 0 || configuration.savePoints.contains(where: { $0.changes == 0 }) else { return nil }
        return dueSavePoint.map(\.time)
    }

    /// The save point that is reached first if nothing changes any more, and when it is, monotonic microseconds.
    private var dueSavePoint: (point: SavePoint, time: Int64)? {
        var earliest: (point: SavePoint, time: Int64)?
        for point in configuration.savePoints where changes >= point.changes {
            // More than so many seconds, in whole seconds of the wall clock.
            let seconds = saving.lastSave.milliseconds / 1000 + Int64(point.seconds) + 1
            let wait = (seconds - now.milliseconds / 1000) * 1_000_000 - now.wall % 1_000_000
            var time = now.monotonic + max(0, wait)
            if !saving.lastWentWell, let lastTry = saving.lastTry {
                time = max(time, lastTry.monotonic + Engine.retryDelay + 1_000_000)
            }
            if time < earliest?.time ?? .max { earliest = (point, time) }
        }
        return earliest
    }

    /// Begins to save in the background if a save point has been reached, or a transaction asked for it.
    func saveIfDue() {
        guard saving.snapshot == nil else { return }
        if saving.isScheduled { return saveInBackground() }
        guard !configuration.savePoints.isEmpty, let due = dueSavePoint, due.time <= now.monotonic else { return }
        host.log(.notice, "\(due.point.changes) changes in \(due.point.seconds) seconds. Saving...")
        saveInBackground()
    }

    // MARK: The end

    /// Does what has to be done before the process may end. Returns whether it may.
    public func prepareToShutDown(_ request: ShutdownRequest) -> Bool {
        refreshTime()
        cancelBackgroundSave()
        let saves = request.saving == .always || request.saving == .asConfigured && !configuration.savePoints.isEmpty
        guard saves else { return true }
        host.log(.notice, "Saving the final RDB snapshot before exiting.")
        if save() { return true }
        guard request.force else {
            host.log(.warning, "Error trying to save the DB, can't exit.")
            return false
        }
        host.log(.warning, "Error trying to save the DB, exiting anyway.")
        return true
    }

    // MARK: Loading

    /// Loads the dump file, if there is one: to be called once, before anybody is served. Nothing is loaded where no directory is
    /// configured. Returns why it cannot be read, in lines for the log, or nil.
    public func loadAtStart() -> String? {
        guard !configuration.directory.isEmpty else { return nil }
        let start = clock.now()
        do throws(DumpFileError) {
            guard let source = try host.openDump(dumpPath) else { return nil }
            guard load(source, isMerged: false) else {
                return "Fatal error loading the DB, check server logs. Exiting."
            }
        } catch {
            return "Fatal error loading the DB: \(error.reason). Exiting."
        }
        let seconds = Double(clock.now().monotonic - start.monotonic) / 1_000_000
        host.log(.notice, "DB loaded from disk: \(FixedText.text(seconds, digits: 3)) seconds")
        changes = 0
        return nil
    }

    /// Replaces the dataset, or adds to it, from a dump. Returns whether it could: else everything is as it was, and the log says
    /// why.
    func load(_ source: any DumpSource, isMerged: Bool, keepsDuplicates: Bool = false) -> Bool {
        let loader = DatasetLoader(self, source, keepsDuplicates: keepsDuplicates)
        let outcome: DatasetLoader.Outcome
        do throws(RDBError) {
            outcome = try loader.load()
        } catch {
            for line in error.logLines(at: loader.offset) { host.log(.warning, line) }
            return false
        }
        let libraries: FunctionLibraries
        do throws(CommandError) {
            libraries = try loadLibraries(outcome.functions, isMerged: isMerged, replaces: keepsDuplicates)
        } catch {
            host.log(.warning, "Failed loading library, \(String(decoding: error.text.dropFirst(4), as: UTF8.self))")
            for line in RDBError.short(nil).logLines(at: loader.offset) { host.log(.warning, line) }
            return false
        }
        tell(of: outcome)
        if isMerged {
            guard merge(loader.databases, keepsDuplicates: keepsDuplicates) else { return false }
        } else {
            for (database, loaded) in zip(databases, loader.databases) {
                database.swapContents(with: loaded)
                signalAllReady(in: database)
            }
        }
        self.libraries = libraries
        (saving.loaded, saving.expired) = (outcome.loaded, outcome.expired)
        return true
    }

    /// The libraries that there are once those of a dump have been loaded.
    private func loadLibraries(
        _ sources: [[UInt8]], isMerged: Bool, replaces: Bool
    ) throws(CommandError) -> FunctionLibraries {
        var libraries = isMerged ? self.libraries : FunctionLibraries()
        for source in sources {
            try source.withBytes { (source) throws(CommandError) in
                _ = try loadLibrary(source, into: &libraries, replaces: replaces)
            }
        }
        return libraries
    }

    /// Moves what was loaded to the databases. Where a key is there already, the loaded one replaces it, or nothing is done at all.
    private func merge(_ loaded: [Database], keepsDuplicates: Bool) -> Bool {
        for (database, source) in zip(databases, loaded) {
            var duplicate: Entry?
            source.table.forEach { if database.table.find($0.key) != nil { duplicate = $0 } }
            if let duplicate, !keepsDuplicates {
                host.log(.warning, "RDB has duplicated key '\(duplicate.key.text)' in DB \(database.index)")
                return false
            }
        }
        for (database, source) in zip(databases, loaded) {
            source.table.forEach { entry in
                database.remove(entry.key)
                entry.retain()
                database.insert(entry, hash: database.table.hash(entry.key))
            }
        }
        return true
    }

    private func tell(of outcome: DatasetLoader.Outcome) {
        let version = outcome.about["redis-ver"] ?? outcome.about["valkey-ver"]
        if let version { host.log(.notice, "Loading RDB produced by version \(version)") }
        if let text = outcome.about["ctime"], let time = Int64(text) {
            host.log(.notice, "RDB age \(max(0, now.milliseconds / 1000 - time)) seconds")
        }
        if let text = outcome.about["used-mem"], let memory = Double(text) {
            host.log(.notice, "RDB memory usage when created \(FixedText.text(memory / 1_048_576, digits: 2)) Mb")
        }
        host.log(.notice, "Done loading RDB, keys loaded: \(outcome.loaded), keys expired: \(outcome.expired).")
    }
}

extension RDBError {
    /// What the log says of a dump that cannot be read.
    func logLines(at offset: Int) -> [String] {
        let end = "Terminating server after rdb file reading failure."
        switch self {
        case .short(let reason):
            let text = reason.map { " (\($0))" } ?? ""
            return ["Short read or OOM loading DB. Unrecoverable error, aborting now.\(text)"]
        case .corrupt(let text): return ["Internal error in RDB reading offset \(offset) -> \(text)", end]
        case .unsupported(let text): return [text, end]
        case .wrongSignature: return ["Wrong signature trying to load DB from file"]
        case .unknownVersion(let version): return ["Can't handle RDB format version \(version)"]
        case .wrongChecksum(let expected, let found):
            let (one, other) = (String(expected, radix: 16), String(found, radix: 16))
            return ["Wrong RDB checksum expected: (\(one)) but got (\(other)). Aborting now.", end]
        }
    }
}

extension String {
    /// The path of a file in the directory of this path.
    public func path(of file: String) -> String { utf8.last == UInt8(ascii: "/") ? self + file : "\(self)/\(file)" }
}

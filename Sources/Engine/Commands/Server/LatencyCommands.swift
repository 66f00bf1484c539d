// LATENCY: what took long, and how long the commands take.

enum LatencyCommands {
    static func latencyLatest(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let series = session.engine.latencyMonitor.series
        let reply = session.reply
        let tellsSum = session.engine.profile.isValkey
        reply.array(series.count)
        for series in series {
            reply.array(tellsSum ? 6 : 4)
            reply.bulk(series.name)
            reply.integer(series.samples.last!.time)
            reply.integer(series.samples.last!.milliseconds)
            reply.integer(series.greatest)
            if tellsSum {
                reply.integer(series.sum)
                reply.integer(series.count)
            }
        }
    }

    static func latencyHistory(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let samples = session.engine.latencyMonitor.series(arguments[2])?.samples ?? []
        session.reply.array(samples.count)
        for sample in samples {
            session.reply.array(2)
            session.reply.integer(sample.time)
            session.reply.integer(sample.milliseconds)
        }
    }

    static func latencyReset(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let monitor = session.engine.latencyMonitor
        guard arguments.count > 2 else { return session.reply.integer(monitor.removeAll()) }
        session.reply.integer((2..<arguments.count).count { monitor.remove(arguments[$0]) })
    }

    static func latencyGraph(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        guard let series = session.engine.latencyMonitor.series(arguments[2]) else {
            throw CommandError("ERR No samples available for event '", quoting: arguments[2], "'")
        }
        let now = Int(session.engine.now.wall / 1_000_000)
        let latencies = series.samples.map(\.milliseconds)
        var text = "\(series.name) - high \(latencies.max()!) ms, low \(latencies.min()!) ms "
        text += "(all time high \(series.greatest) ms)\n\(String(repeating: "-", count: Sparkline.columns))\n"
        text += Sparkline.text(series.samples.map { ($0.milliseconds, age(now - $0.time)) })
        session.reply.verbatim(text)
    }

    /// How long ago something was, for a label.
    private static func age(_ seconds: Int) -> String {
        if seconds < 60 { return "\(seconds)s" }
        if seconds < 3600 { return "\(seconds / 60)m" }
        if seconds < 86_400 { return "\(seconds / 3600)h" }
        return "\(seconds / 86_400)d"
    }

    static func latencyDoctor(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.verbatim(LatencyReport.text(of: session.engine))
    }

    // MARK: HISTOGRAM

    static func latencyHistogram(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        let engine = session.engine
        var chosen: [Command] = []
        if arguments.count == 2 {
            chosen = engine.commands.commands.flatMap { [$0] + $0.subcommands }
        } else {
            for index in 2..<arguments.count {
                guard let command = engine.commands.find(fullName: arguments[index]) else { continue }
                chosen += [command] + command.subcommands
            }
        }
        chosen.removeAll(where: \.latencies.isEmpty)
        let reply = session.reply
        reply.map(chosen.count)
        for command in chosen {
            reply.bulk(command.fullName)
            reply.map(2)
            reply.bulk("calls")
            reply.integer(command.latencies.total)
            reply.bulk("histogram_usec")
            let steps = command.latencies.cumulativeCounts
            reply.map(steps.count)
            for step in steps {
                reply.integer(step.microseconds)
                reply.integer(step.count)
            }
        }
    }

    static func latencyHelp(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        Arguments.replyHelp(
            "latency",
            [
                "DOCTOR", "    Return a human readable latency analysis report.",
                "GRAPH <event>", "    Return an ASCII latency graph for the <event> class.",
                "HISTORY <event>", "    Return time-latency samples for the <event> class.",
                "LATEST", "    Return the latest latency samples for all events.",
                "RESET [<event> ...]", "    Reset latency data of one or more <event> classes.",
                "    (default: reset all data for all event classes)",
                "HISTOGRAM [COMMAND ...]",
                "    Return a cumulative distribution of latencies in the format of a histogram for the specified "
                    + "command names.",
                "    If no commands are specified then all histograms are replied.",
            ], to: session.reply)
    }
}

/// Graphs made of characters, as LATENCY GRAPH draws them: four lines of columns, then the labels, written downwards.
enum Sparkline {
    /// How many values stand side by side. Further ones are drawn below.
    static let columns = 80
    private static let rows = 4
    /// The top of a column, by its height within its line.
    private static let tops = Array("_o#")

    /// A graph of values from left to right, between the least and the greatest of all.
    static func text(_ values: [(value: Int, label: String)]) -> String {
        guard let least = values.map(\.value).min(), let greatest = values.map(\.value).max() else { return "" }
        let steps = tops.count * rows
        let columns = values.map { value, label in
            let height = Double((value - least) * steps) / Double(max(1, greatest - least))
            return (step: min(Int(height), steps - 1), label: Array(label))
        }
        let bands = stride(from: 0, to: columns.count, by: Sparkline.columns).map { start in
            band(columns[start..<min(start + Sparkline.columns, columns.count)])
        }
        return bands.joined(separator: "\n")
    }

    private static func band(_ columns: ArraySlice<(step: Int, label: [Character])>) -> String {
        var lines: [[Character]] = []
        for row in 0..<rows {
            let bottom = (rows - row - 1) * tops.count
            lines.append(
                columns.map { column in
                    if column.step < bottom { return " " }
                    return column.step < bottom + tops.count ? tops[column.step - bottom] : "|"
                })
        }
        lines.append(columns.map { _ in " " })
        for index in 0..<(columns.map(\.label.count).max() ?? 0) {
            lines.append(columns.map { index < $0.label.count ? $0.label[index] : " " })
        }
        return lines.map { String($0) + "\n" }.joined()
    }
}

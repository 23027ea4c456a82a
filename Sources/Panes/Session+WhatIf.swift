import KernelRoutines
import Simulation

// Other runs: a step that fails, another task that runs next, other kernels.

extension Session {
  mutating func failHere(at now: Int) {
    guard position > 0 else {
      view.notice = "x: nothing has happened yet that could fail"
      return
    }
    guard recording.mark(position)?.outcome != .failed else {
      view.notice = "x: this step fails already"
      return
    }
    guard let changed = recording.failing(at: position) else {
      view.notice = "x: this step cannot fail"
      return
    }
    divert(to: changed)
    view.notice = "\(recording.decisions.last.map(\.description) ?? "")   X takes it back"
  }

  // A number: which task runs next or, where kernels are compared, which kernel stands in the last column.
  mutating func choose(_ number: Int) {
    if Layout(size, preset: view.preset).preset == .compare { return chooseKernel(number) }
    let others = recording.others(at: position)
    guard others.indices.contains(number), let changed = recording.running(others[number], from: position)
    else {
      view.notice =
        others.isEmpty
        ? "\(number + 1): nobody else could run next" : "\(number + 1): only 1 to \(others.count)"
      return
    }
    let name = recording.facts.taskNames[Int(others[number].index)]
    divert(to: changed)
    view.notice = "\(name) runs next   X takes it back"
  }

  // What was there before is kept whole: the way back gives exactly that run and place.
  private mutating func divert(to changed: Recording) {
    diversions.append((tour, position))
    tour = Tour(changed)
    view.isDiverted = true
    stepBegan = nil
    renewComparison()
  }

  mutating func undoFail() {
    guard let (earlier, place) = diversions.popLast() else {
      view.notice = "X: nothing was changed"
      return
    }
    tour = earlier
    view.isDiverted = !diversions.isEmpty
    renewComparison()
    jump(to: place)
  }

  // MARK: Other kernels

  mutating func toggleCompare() {
    if view.preset == .compare {
      view.preset = presetBefore
      return
    }
    if kernelOrder.isEmpty { kernelOrder = CompareTour.telling(beside: recording) }
    if compare == nil { compareAgain() }
    presetBefore = view.preset
    view.preset = .compare
    view.zoom = nil
    view.focus = nil
    view.selected = nil
  }

  private mutating func renewComparison() {
    if compare != nil { compareAgain() }
  }

  /// Runs the other kernels that the window has room for.
  mutating func compareAgain() {
    let count = ComparePane.kernels(size.columns) - 1
    compare = CompareTour(recording, beside: Array(kernelOrder.prefix(count)))
  }

  mutating func nextDifference() {
    guard view.preset == .compare, let compare else {
      view.notice = "d: press = first, it compares kernels"
      return
    }
    let here = view.compareRow ?? compare.row(of: recording.id(position))
    guard let row = compare.nextDifference(after: position == 0 ? -1 : here) else {
      view.notice = "d: these kernels do the same here"
      return
    }
    jump(to: compare.position(at: row))
    view.compareRow = row
  }

  /// The kernels that the last column may show.
  var kernels: [Revision] { Revision.allCases.filter { $0 != recording.program.revision } }

  private mutating func chooseKernel(_ number: Int) {
    guard kernels.indices.contains(number) else {
      view.notice = "\(number + 1): only 1 to \(kernels.count)"
      return
    }
    let kernel = kernels[number]
    kernelOrder.removeAll { $0 == kernel }
    kernelOrder.insert(kernel, at: ComparePane.kernels(size.columns) - 2)
    compareAgain()
    view.notice = "kernel \(kernel.rawValue) stands in the last column"
  }
}

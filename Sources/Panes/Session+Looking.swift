import Drawing
import KernelRoutines
import Simulation

// What the viewer looks at: focus, selection, explanation, views, scrolling and the mouse.

extension Session {
  private var layout: Layout { Layout(size, preset: view.preset, zoom: view.zoom) }

  /// The picture as it stands, for what can be selected on it.
  private func picture(at now: Int) -> Picture {
    Screen.picture(scene(at: now), size: size, glyphs: GlyphSet(tier))
  }

  mutating func look(_ intent: Intent, at now: Int) {
    switch intent {
    case .nextPane: moveFocus(1)
    case .previousPane: moveFocus(-1)
    case .up, .down: select(intent == .down ? 1 : -1, isRow: true, at: now)
    case .selectLeft, .selectRight: select(intent == .selectRight ? 1 : -1, isRow: false, at: now)
    case .enter: enter(at: now)
    case .explain: explain(view.selected ?? .step(position))
    case .lastChange: goToChange(forward: false)
    case .nextChange: goToChange(forward: true)
    case .zoom: zoom()
    case .nextView: nextView()
    default: break
    }
  }

  // MARK: Focus and selection

  private mutating func moveFocus(_ by: Int) {
    let names = layout.slots.map(\.name)
    if let zoom = view.zoom {
      // In a zoomed window the focus takes the zoom along.
      let all = Layout(size, preset: view.preset).slots.map(\.name)
      let place = all.firstIndex(of: zoom) ?? 0
      view.zoom = all[(place + by + all.count) % all.count]
      view.focus = view.zoom
    } else if let focus = view.focus, let place = names.firstIndex(of: focus) {
      view.focus = names[(place + by + names.count) % names.count]
    } else {
      view.focus = by > 0 ? names.first : names.last
    }
    view.selected = nil
  }

  // To the next thing of the focused pane; by rows to the nearest in another row.
  private mutating func select(_ by: Int, isRow: Bool, at now: Int) {
    if view.focus == nil { moveFocus(1) }
    guard let focus = view.focus else { return }
    let things = picture(at: now).things(in: focus)
    guard !things.isEmpty else {
      view.notice = "nothing in this pane can be selected here"
      return
    }
    guard let place = things.firstIndex(where: { $0.thing == view.selected }) else {
      // The first one: what this step changed stands in the pane that e explains anyway.
      view.selected = (by > 0 ? things.first : things.last)?.thing
      return
    }
    guard isRow else {
      view.selected = things[min(max(place + by, 0), things.count - 1)].thing
      return
    }
    let here = things[place].rect
    let rows = things.filter { by > 0 ? $0.rect.y > here.y : $0.rect.y < here.y }
    let row = by > 0 ? rows.map(\.rect.y).min() : rows.map(\.rect.y).max()
    let next = rows.filter { $0.rect.y == row }.min { abs($0.rect.x - here.x) < abs($1.rect.x - here.x) }
    if let next {
      view.selected = next.thing
    } else {
      scroll(focus, by)
    }
  }

  private mutating func enter(at now: Int) {
    if view.focus == nil || !view.isInside {
      if view.focus == nil { moveFocus(1) }
      view.isInside = true
      if view.selected == nil { select(1, isRow: true, at: now) }
      view.notice = "the arrows select; Enter goes to a step or explains, Esc gives the arrows back"
      return
    }
    switch view.selected {
    case .step(let position)?: jump(to: position)
    case let thing?: explain(thing)
    case nil: view.notice = "Enter: nothing is selected, the arrows select"
    }
  }

  private mutating func explain(_ thing: Thing) {
    view.sheet = .thing(thing)
  }

  // Of what is selected; else of the line of the kernel that just ran.
  private mutating func goToChange(forward: Bool) {
    let thing = view.selected ?? .step(position)
    let history = ThingHistory(thing, in: recording)
    let found = forward ? history.next(after: position) : history.last(before: position)
    guard let found else {
      let key = forward ? "w" : "b"
      view.notice = "\(key): no \(forward ? "later" : "earlier") change of what is selected"
      return
    }
    let sheet = view.sheet
    jump(to: found)
    // An explanation stays open and follows.
    view.sheet = sheet
  }

  // MARK: Views

  private mutating func zoom() {
    if view.zoom != nil {
      view.zoom = nil
    } else if let focus = view.focus {
      view.zoom = focus
    } else {
      view.notice = "z: Tab chooses a pane first"
    }
  }

  private mutating func nextView() {
    view.zoom = nil
    view.preset = layout.preset.next(in: size)
    forgetFocus()
    view.notice = "view: \(layout.preset.rawValue)"
  }

  mutating func show(_ preset: Preset) {
    view.zoom = nil
    view.preset = preset
    forgetFocus()
  }

  private mutating func forgetFocus() {
    let names = layout.slots.map(\.name)
    guard let focus = view.focus, !names.contains(focus) else { return }
    view.focus = nil
    view.selected = nil
  }

  private mutating func scroll(_ pane: PaneName, _ rows: Int) {
    if pane == .compare, let compare {
      let here = view.compareRow ?? compare.row(of: recording.id(position))
      view.compareRow = min(max(here + rows, 0), compare.comparison.rows.count - 1)
      return
    }
    let slot = layout.slots.first { $0.name == pane }
    let height = (slot?.rect.height ?? 1) - 1
    let natural = pane.pane.rows(scene(at: 0), width: slot?.rect.width ?? 0)
    let offset = (view.scroll[pane] ?? 0) + rows
    // The listing and the list of events are windows around the step.
    if [.code, .events].contains(pane) {
      view.scroll[pane] = min(max(offset, -recording.last * 4), recording.last * 4)
    } else {
      view.scroll[pane] = min(max(offset, 0), max(0, natural - height + 1))
    }
  }

  /// The window has another size: the place in the run and what is open stay.
  public mutating func resize(to size: Size) {
    guard size != self.size else { return }
    let kernels = ComparePane.kernels(self.size.columns)
    self.size = size
    if compare != nil, kernels != ComparePane.kernels(size.columns) { compareAgain() }
    forgetFocus()
  }

  // MARK: Mouse

  /// A click: on the rail it goes to that place, on a line of the listing or an event to that step; elsewhere
  /// it gives the pane the focus and selects what stands there.
  public mutating func click(x: Int, y: Int, at now: Int) {
    view.notice = ""
    guard !isBlank else {
      isBlank = false
      return
    }
    guard view.sheet == nil, !view.showsHelp else {
      (view.sheet, view.showsHelp) = (nil, false)
      return
    }
    guard Layout.fits(size) else { return }
    if (1...3).contains(y) { return clickRail(x) }
    let picture = picture(at: now)
    guard let pane = picture.pane(x: x, y: y) else { return }
    view.focus = pane
    guard let spot = picture.spot(x: x, y: y) else {
      view.selected = nil
      return
    }
    view.selected = spot.thing
    if case .step(let position) = spot.thing { jump(to: position) }
  }

  // The step of the run whose place on the axis is nearest.
  private mutating func clickRail(_ x: Int) {
    let bounds = Rail.boundaries(size.columns)
    let nearest = (0...recording.last).min { one, other in
      let left = abs(Rail.column(tour.track.place(one), bounds) - x)
      let right = abs(Rail.column(tour.track.place(other), bounds) - x)
      return (left, one) < (right, other)
    }
    if let nearest { jump(to: nearest) }
  }

  /// The wheel: what is below it scrolls; on the rail it steps.
  public mutating func wheel(up: Bool, x: Int, y: Int, at now: Int) {
    view.notice = ""
    guard !isBlank, view.sheet == nil, !view.showsHelp, Layout.fits(size) else { return }
    if (1...3).contains(y) {
      if up { back(at: now) { $0.previous(before: $1) } } else { forward(at: now) { $0.next(after: $1) } }
      return
    }
    if let pane = layout.slots.first(where: { $0.rect.contains(x: x, y: y) })?.name {
      scroll(pane, up ? -1 : 1)
    }
  }
}

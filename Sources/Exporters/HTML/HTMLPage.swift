import Drawing

/// The parts of the page that are the same for every film.
enum HTMLPage {
  static func style(_ theme: Theme) -> String {
    let (ground, text) = (theme.background.hex, theme.foreground.hex)
    return """

      html,body{margin:0;background:\(ground);color:\(text);font:16px/1.5 sans-serif}
      h1{position:absolute;left:-99em}
      #screen{display:block;width:100%;max-height:calc(100vh - 3em);font-variant-ligatures:none}
      #bar{display:flex;gap:.5em;align-items:center;padding:.3em .6em;height:2em}
      #bar button,#bar select{font:inherit;color:inherit;background:\(ground);border:1px solid}
      #scrub{flex:1}
      .quiet #bar{display:none}
      .quiet #screen{max-height:100vh}
      .js #transcript{display:none}
      .js.read #transcript{display:block}
      #transcript{max-width:60em;margin:1em auto;padding:0 1em}
      #transcript [aria-current]{outline:2px solid}
      #dark,#keys{position:fixed;inset:0;background:#000;display:none}
      #keys{inset:10% 20%;background:\(ground);border:2px solid;padding:1em;overflow:auto}
      .dark #dark,.help #keys{display:block}
      #said{position:absolute;left:-99em}
      body:not(.js) #bar{display:none}
      @media print{#bar,#dark,#keys{display:none!important}#transcript{display:block!important}
      html,body{background:#fff;color:#000}}

      """
  }

  static let controls = """
    <nav id="bar" aria-label="film"><button id="prev" title="PageUp">back</button>
    <button id="next" title="PageDown">next</button>
    <input id="scrub" type="range" min="0" value="0" aria-label="picture"/>
    <select id="chapters" aria-label="chapter"></select> <span id="count"></span>
    <button id="words" title="r">transcript</button> <button id="ask" title="?">keys</button></nav>
    <p id="said" role="status" aria-live="polite"></p>
    <div id="dark"></div><div id="keys" role="dialog" aria-label="keys"><p><b>Keys</b></p>
    <p>next: PageDown, Right, Down, Space, Enter, n. back: PageUp, Left, Up, Backspace, p.
    first and last: Home, End. A number and Enter: that step.</p>
    <p>. or b: black, any key returns. a or F5: play. f: full screen. c: hide the controls.
    s: a window for the speaker. r: transcript. Esc: close this.</p></div>

    """

  static let script = #"""

    (()=>{"use strict";
    const $=i=>document.getElementById(i),D=JSON.parse($("film").textContent),B=document.body.classList;
    const NS="http://www.w3.org/2000/svg",calm=matchMedia("(prefers-reduced-motion:reduce)").matches;
    const n=D.places.length/2,frames=[];let row=Array(n).fill(-1);
    for(const f of D.frames){row=row.slice();for(let i=1;i<f.length;i+=2)row[f[i]]=f[i+1];frames.push(row)}
    const marks=D.marks,last=marks.length-1,slug=t=>t.toLowerCase().replace(/[^a-z0-9]+/g,"-");
    let at=0,frame=-1,timer=0,playing=false,digits="",note=null,began=0;
    B.add("js");
    function show(f){if(f===frame)return;frame=f;const g=$("picture");g.textContent="";
      frames[f].forEach((p,i)=>{if(p<0)return;const u=document.createElementNS(NS,"use");
        u.setAttribute("href","#r"+p);u.setAttribute("x",D.places[2*i]);u.setAttribute("y",D.places[2*i+1]);
        g.appendChild(u)});$("scrub").value=f}
    function stop(){clearTimeout(timer);timer=0}
    function settle(){stop();show(marks[at][0])}
    function arrive(m){at=m;const k=marks[m];$("count").textContent=(m+1)+"/"+(last+1);
      $("said").textContent=k[1]+". "+k[2];
      const c=marks.slice(0,m+1).map((x,i)=>x[4]?i:-1).filter(i=>i>=0).pop();
      if(c!==undefined)$("chapters").value=c;
      document.querySelectorAll("#transcript li").forEach((l,i)=>{
        if(i===m)l.setAttribute("aria-current","step");else l.removeAttribute("aria-current")});
      history.replaceState(null,"","#"+(m+1));
      if(parent!==window)parent.postMessage({vmascope:1,step:m+1,of:last+1},"*");speak()}
    function go(m){m=Math.max(0,Math.min(last,m));stop();arrive(m);show(marks[m][0])}
    function walk(f,end){show(f);if(f>=end){timer=0;return}timer=setTimeout(()=>walk(f+1,end),D.frames[f][0])}
    function next(){if(timer&&!playing)return settle();playing=false;stop();if(at>=last)return;
      const from=marks[at][0];arrive(at+1);
      if(calm)show(marks[at][0]);else walk(from+1,marks[at][0])}
    function prev(){playing=false;go(at-1)}
    function tick(f){show(f);const m=marks.findIndex(x=>x[0]===f);if(m>=0&&m!==at)arrive(m);
      if(f+1>=frames.length){playing=false;timer=0;return}timer=setTimeout(()=>tick(f+1),D.frames[f][0])}
    function play(from){stop();if(playing&&from===undefined){playing=false;settle();return}
      playing=true;began=began||Date.now();tick(from===undefined?frame:from)}
    function nearest(f){let m=0;marks.forEach((x,i)=>{if(x[0]<=f)m=i});return m}
    function speak(){if(!note||note.closed)return;const d=note.document,k=marks[at];
      const s=began?Date.now()-began:0;
      const clock=t=>Math.floor(t/60000)+":"+String(Math.floor(t/1000)%60).padStart(2,"0");
      let target=0;for(let i=0;i<marks[at][0];i++)target+=D.frames[i][0];
      d.title="notes";d.body.textContent="";
      const p=(t,z)=>{const e=d.createElement("p");e.textContent=t;
        e.style.font=z+"px sans-serif";d.body.append(e)};
      p((at+1)+"/"+(last+1)+"  "+clock(s)+"  (script "+clock(target)+")",20);p(k[2],22);p(k[3],30);
      if(at<last)p("next: "+marks[at+1][1]+"  "+marks[at+1][2],18)}
    function speaker(){began=began||Date.now();
      note=window.open("","vmascope-notes","width=700,height=500");speak()}
    setInterval(speak,1000);
    const chapters=$("chapters");marks.forEach((k,i)=>{if(k[4]){const o=document.createElement("option");
      o.value=i;o.textContent=k[4];chapters.append(o)}});
    chapters.onchange=()=>go(+chapters.value);
    $("scrub").max=frames.length-1;
    $("scrub").oninput=e=>{playing=false;stop();const f=+e.target.value;show(f);const m=nearest(f);
      if(m!==at)arrive(m);show(f)};
    $("next").onclick=next;$("prev").onclick=prev;
    $("words").onclick=()=>B.toggle("read");$("ask").onclick=()=>B.toggle("help");
    $("screen").onclick=next;$("dark").onclick=()=>B.remove("dark");
    addEventListener("keydown",e=>{if(e.ctrlKey||e.altKey||e.metaKey)return;const k=e.key;
      if(e.target.tagName==="SELECT"||e.target.tagName==="INPUT"&&k.startsWith("Arrow"))return;
      if(B.contains("dark")){B.remove("dark");e.preventDefault();return}
      if(/^[0-9]$/.test(k)){digits+=k;return}
      const number=digits;digits="";
      const act={PageDown:next,ArrowRight:next,ArrowDown:next," ":next,n:next,
        Enter:()=>number?go(number-1):next(),
        PageUp:prev,ArrowLeft:prev,ArrowUp:prev,Backspace:prev,p:prev,Home:()=>go(0),End:()=>go(last),
        ".":()=>B.add("dark"),b:()=>B.add("dark"),a:()=>play(),F5:()=>play(0),c:()=>B.toggle("quiet"),
        r:()=>B.toggle("read"),s:speaker,"?":()=>B.toggle("help"),Escape:()=>B.remove("help"),
        f:()=>document.fullscreenElement?document.exitFullscreen()
          :document.documentElement.requestFullscreen()}[k];
      if(act){e.preventDefault();act()}});
    addEventListener("message",e=>{const c=e.data&&e.data.vmascopeCmd;if(c==="next")next();
      else if(c==="prev")prev();else if(c&&c.goto)go(c.goto-1)});
    function link(){const h=decodeURIComponent(location.hash.slice(1));if(!h)return false;
      const m=/^[0-9]+$/.test(h)?h-1:marks.findIndex(k=>slug(k[4])===h||k[1]===h);
      if(m>=0&&m<=last){go(m);return true}return false}
    addEventListener("hashchange",link);if(!link())go(0)})();

    """#
}

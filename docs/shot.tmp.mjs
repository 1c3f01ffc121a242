import { chromium } from "playwright-core"
import { createServer } from "node:http"
import { readFile } from "node:fs/promises"
import { extname } from "node:path"
const types={".html":"text/html",".js":"text/javascript",".css":"text/css",".svg":"image/svg+xml",".png":"image/png",".json":"application/json",".woff2":"font/woff2"}
const root=new URL("./.vitepress/dist",import.meta.url).pathname
const server=createServer(async(q,r)=>{try{const p=decodeURI(new URL(q.url,"http://x").pathname);const f=p.endsWith("/")?p+"index.html":extname(p)?p:p+".html";const b=await readFile(root+f);r.setHeader("content-type",types[extname(f)]??"text/plain");r.end(b)}catch{r.statusCode=404;r.end()}}).listen(0)
const port=server.address().port
const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]})
// args: page:width:scheme[:full]
for(const a of process.argv.slice(2)){const [path,w,scheme,h]=a.split(":");const p=await b.newPage({viewport:{width:+w,height:+(h??900)},colorScheme:scheme??"light"});const [file,hash]=path.split("#");await p.goto(`http://localhost:${port}/${file}${hash?"#"+hash:""}`);await p.waitForTimeout(500);const n=`/tmp/site/${path.replace(/\W/g,"_")||"home"}-${w}-${scheme}.png`;await p.screenshot({path:n});console.log(n);await p.close()}
await b.close();server.close()
